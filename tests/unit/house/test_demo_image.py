"""How the demo tells the chart of an image that somebody names as a pod does."""

import pytest

from tests.demo.installation import image_values


@pytest.mark.parametrize(
    ("image", "values"),
    [
        pytest.param("privet.test/privet:1", ("privet.test/privet", "1", None), id="as the tests' own"),
        pytest.param("registry:5000/team/privet", ("registry:5000/team/privet", None, None), id="a port"),
        pytest.param(
            "registry:5000/privet:0.1.0", ("registry:5000/privet", "0.1.0", None), id="port and tag"
        ),
        pytest.param("ghcr.io/a/b@sha256:0a1b", ("ghcr.io/a/b", None, "sha256:0a1b"), id="a digest"),
        pytest.param("a/b:1@sha256:0a1b", ("a/b", "1", "sha256:0a1b"), id="tag and digest"),
    ],
)
def test_an_image_is_taken_apart(image: str, values: tuple[str, str | None, str | None]) -> None:
    name, tag, digest = values
    wanted = {"image.registry": "", "image.repository": name, "image.tag": tag, "image.digest": digest}

    assert image_values(image) == {key: value for key, value in wanted.items() if value is not None}
