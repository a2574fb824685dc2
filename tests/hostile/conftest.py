from tests.sandbox.conftest import examiner

__all__ = ["examiner"]
