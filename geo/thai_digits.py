"""Thai digits, which people type wherever they type a number."""

TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def in_arabic_digits(text: str) -> str:
    return text.translate(TO_ARABIC)
