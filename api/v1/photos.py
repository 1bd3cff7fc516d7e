"""A photo of a service point, as the API describes it."""

from pydantic import Field

from api.v1.shape import Shape
from geo.photos.find_photos import ShownPhoto


class PhotoSizeShape(Shape):
    path: str = Field(description="on this site; what is there never changes", examples=["/photos/6f1e-480.webp"])
    width: int = Field(description="pixels")


class PhotoShape(Shape):
    """A WebP picture in one or more sizes."""

    sizes: list[PhotoSizeShape] = Field(description="the smallest first")
    width: int = Field(description="of the largest size")
    height: int
    alt_th: str | None = Field(description="what is seen on it; null: nobody has described it yet")
    alt_en: str | None

    @classmethod
    def of(cls, photo: ShownPhoto) -> "PhotoShape":
        return cls(
            sizes=[PhotoSizeShape(path=size.path, width=size.width) for size in photo.sizes],
            width=photo.width,
            height=photo.height,
            alt_th=photo.alt_th,
            alt_en=photo.alt_en,
        )
