"""What can go wrong.

RefdeskError
├── Unreachable         there was no response: no connection, or it took too long
├── Unreadable          there was a response that is not one of a desk's
└── ApiError            the desk says no; `status` and `detail` say why
    ├── Unauthorized    401: the key does not work
    ├── Forbidden       403: the key lacks a scope
    ├── NotFound        404: there is nothing that this key may read (absent and forbidden look the same)
    ├── Invalid         400, 413, 415, 422: the request cannot be used; `faults` name the parts
    ├── TooMany         429: too often; `retry_after_s` says when to come again
    └── ServerError     500 and above
        └── Unavailable 503: not at the moment; `retry_after_s` says when to come again
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class RefdeskError(Exception):
    """Root of the tree above."""


class Unreachable(RefdeskError):
    """There was no response."""


class Unreadable(RefdeskError):
    """There was a response that is not one of a desk's."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Which part of a request cannot be used, and why."""

    where: str
    detail: str


class ApiError(RefdeskError):
    """The desk says no. `retry_after_s` is when it may say yes, if it tells."""

    def __init__(
        self, status: int, detail: str, faults: tuple[Fault, ...] = (), retry_after_s: float | None = None
    ) -> None:
        super().__init__(detail, *(f"{fault.where}: {fault.detail}" for fault in faults))
        self.status = status
        self.detail = detail
        self.faults = faults
        self.retry_after_s = retry_after_s

    def __str__(self) -> str:
        told = "".join(f" {fault.where}: {fault.detail}." for fault in self.faults)
        return f"{self.detail}{told} (status {self.status})"


class Unauthorized(ApiError):
    """The key does not work."""


class Forbidden(ApiError):
    """The key lacks a scope."""


class NotFound(ApiError):
    """There is nothing there that this key may read."""


class Invalid(ApiError):
    """The request cannot be used."""


class TooMany(ApiError):
    """Too often."""


class ServerError(ApiError):
    """Something is wrong on the desk's side."""


class Unavailable(ServerError):
    """Not at the moment."""


_KINDS: Mapping[int, type[ApiError]] = {
    400: Invalid, 401: Unauthorized, 403: Forbidden, 404: NotFound, 413: Invalid, 415: Invalid, 422: Invalid,
    429: TooMany, 503: Unavailable,
}  # fmt: skip


def api_error(status: int, problem: Any, retry_after_s: float | None = None) -> ApiError:
    """The error for a problem document (RFC 9457), or for whatever came in the place of one."""
    members = problem if isinstance(problem, dict) else {}
    detail = members.get("detail")
    found = members.get("errors")
    faults = tuple(
        Fault(str(fault.get("where", "")), str(fault.get("detail", "")))
        for fault in (found if isinstance(found, list) else ())
        if isinstance(fault, dict)
    )
    kind = _KINDS.get(status, ServerError if status >= 500 else ApiError)
    sentence = detail if isinstance(detail, str) else "The desk gave no reason."
    return kind(status, sentence, faults, retry_after_s)
