"""`/docs`: the OpenAPI document as a page to read and try, with everything it needs from this site."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.pages.static_files import static_url

router = APIRouter(include_in_schema=False)

# FastAPI's own page has an inline script, which our Content-Security-Policy refuses.
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pakmud API</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{style}">
</head>
<body>
<div id="swagger-ui" data-openapi="/openapi.json"></div>
<noscript><p>The API is described in <a href="/openapi.json">openapi.json</a>.</p></noscript>
<script src="{bundle}"></script>
<script src="{start}"></script>
</body>
</html>
"""


@router.get("/docs")
def show_openapi() -> HTMLResponse:
    return HTMLResponse(
        _PAGE.format(
            icon=static_url("logo.svg"),
            style=static_url("vendor/swagger-ui-dist/swagger-ui.css"),
            bundle=static_url("vendor/swagger-ui-dist/swagger-ui-bundle.js"),
            start=static_url("openapi-page.js"),
        )
    )
