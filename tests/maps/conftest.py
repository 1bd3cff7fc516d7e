from tests.chromium import page

__all__ = ["page"]
