"""Which addresses `kg` sends anything to."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.http_client import checked_url


@pytest.mark.parametrize(
    ("url", "insecure", "fine"),
    [
        ("https://kg.example/store", False, True),
        ("http://localhost:7878/store", False, True),
        ("http://127.8.9.1/store", False, True),
        ("http://[::1]:3030/ds/data", False, True),
        ("http://kg.example/store", True, True),
        ("http://kg.example/store", False, False),
        ("http://localhost.kg.example/store", False, False),
        ("http://10.0.0.1/store", False, False),
        ("https://ada:pass@kg.example/store", True, False),
        ("https://ada@kg.example/store", True, False),
        ("https://:pass@kg.example/store", True, False),
        ("https://kg.example/store?access-token=pass", True, False),
        ("https://kg.example/store#pass", True, False),
        ("ada:pass@kg.example/store", True, False),
        ("kg.example/store", True, False),
        ("file:///tmp/store", True, False),
        ("https://ada:pass@kg.example:port/", True, False),
        ("", True, False),
    ],
)
def test_which_urls_are_pushed_to(url: str, insecure: bool, fine: bool) -> None:
    if fine:
        assert str(checked_url(url, insecure=insecure)) == url
        return
    with pytest.raises(UsageError) as error:
        checked_url(url, insecure=insecure)
    assert "pass" not in str(error.value).replace("any password", "").replace("PASSWORD", "")
