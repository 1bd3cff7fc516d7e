"""A photo as an `<img>` of a page: the browser takes the size it needs, and knows the room before it has loaded."""

from dataclasses import dataclass

from api.pages.phrase import Phrase, phrase
from geo.photos.find_photos import ShownPhoto


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoView:
    """`href` leads to the largest size."""

    src: str
    srcset: str
    href: str
    width: int
    height: int
    alt: Phrase


def photo_view(photo: ShownPhoto, otherwise: str, language: str) -> PhotoView:
    """`otherwise` stands for a description, in the page's language, where nobody has written one."""
    smallest, largest = photo.sizes[0], photo.sizes[-1]
    alt = Phrase(otherwise, language, language)
    if photo.alt_th or photo.alt_en:
        alt = phrase(language, photo.alt_th or otherwise, photo.alt_en)
    return PhotoView(
        src=smallest.path,
        srcset=", ".join(f"{size.path} {size.width}w" for size in photo.sizes),
        href=largest.path,
        width=photo.width,
        height=photo.height,
        alt=alt,
    )
