"""What comes from elsewhere: the forms in which foreign pages send requests, headers that lie, names that climb."""

EVIL = "https://evil.invalid"

CROSSING: dict[str, dict[str, str]] = {
    "fetch with JSON": {"origin": EVIL, "sec-fetch-site": "cross-site", "content-type": "application/json"},
    "form": {"origin": EVIL, "content-type": "application/x-www-form-urlencoded"},
    "form as plain text": {"origin": EVIL, "content-type": "text/plain"},
    "form with parts": {"origin": EVIL, "content-type": "multipart/form-data; boundary=x"},
    "beacon": {"origin": EVIL, "sec-fetch-mode": "no-cors", "content-type": "text/plain;charset=UTF-8"},
    "sandboxed frame": {"origin": "null", "content-type": "application/json"},
    "navigation without an origin": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    "page of a sibling host": {"sec-fetch-site": "same-site"},
    "the same host by another port": {"origin": "http://localhost:8080"},
    "a host that begins like ours": {"origin": "http://localhost.evil.invalid"},
    "a host that ends like ours": {"origin": "http://evil-localhost"},
    "our host as a user": {"origin": "http://localhost@evil.invalid"},
    "our host in the path": {"origin": "https://evil.invalid/http://localhost"},
    "our host in capitals": {"origin": "http://LOCALHOST"},
    "an empty origin": {"origin": ""},
    "a file": {"origin": "file://"},
    "an extension": {"origin": "chrome-extension://abcdefgh"},
    "two origins in one": {"origin": f"http://localhost, {EVIL}"},
    "a word": {"origin": "localhost"},
}
"""The headers of each form of a request that a page of somebody else's can make a browser send."""

FORGED: dict[str, str] = {
    "x-forwarded-host": "evil.invalid",
    "x-forwarded-server": "evil.invalid",
    "x-forwarded-proto": "gopher",
    "x-forwarded-scheme": "gopher",
    "x-forwarded-port": "6666",
    "x-forwarded-prefix": "/evil.invalid",
    "x-forwarded-for": "6.6.6.6",
    "x-forwarded-path": "/evil.invalid",
    "forwarded": "for=6.6.6.6;host=evil.invalid;proto=gopher",
    "x-gradio-server": "https://evil.invalid/",
    "x-gradio-user": "admin",
    "x-original-url": "/evil.invalid",
    "x-original-host": "evil.invalid",
    "x-rewrite-url": "/evil.invalid",
    "x-host": "evil.invalid",
    "x-real-ip": "6.6.6.6",
    "x-http-method-override": "DELETE",
    "x-http-method": "DELETE",
    "x-method-override": "DELETE",
    "true-client-ip": "6.6.6.6",
    "cf-connecting-ip": "6.6.6.6",
    "x-wap-profile": "https://evil.invalid/profile.xml",
    "via": "1.1 evil.invalid",
    "referer": "https://evil.invalid/",
    "x-refdesk-tier": "staff",
    "x-reader": "staff",
    "x-remote-user": "staff",
    "remote-user": "staff",
    "x-user": "staff",
    "refdesk.reader": "staff",
}

HOSTS = (
    "evil.invalid", "localhost.evil.invalid", "evil.invalid:80", "localhost@evil.invalid", "localhost:80@evil.invalid",
    "localhost.", "evil.invalid/localhost", "localhost,evil.invalid", "[::1]", "0.0.0.0", "2130706433", "", " ",
    "localhost\tevil.invalid", "xn--localhost-", "127.0.0.1.nip.invalid",
)  # fmt: skip
"""Hosts that the desk does not answer to."""

_UP = (
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..%252f",
    "..\\",
    "..%5c",
    "%c0%ae%c0%ae/",
    "..%c0%af",
    "....//",
    "..;/",
    ".%2e/",
)
_GOALS = ((1, "app.py"), (3, "portal/web.py"), (8, "etc/passwd"), (2, "catalogue.sqlite3"))
CLIMBING = (
    *(up * depth + goal for up in _UP for depth, goal in _GOALS),
    "/etc/passwd", "//etc/passwd", "/./etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd", "file:/etc/passwd",
    "C:\\Windows\\win.ini", "C:/Windows/win.ini", "\\\\evil.invalid\\share", "//evil.invalid/x", "http://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/", "http:%2f%2f127.0.0.1", "~root", "~/.ssh/id_rsa", "%00", "x%00.css",
    "refdesk.css%00.html", ".", "..", "...", "%20", "*", "?", "%", "%zz", "%u002e%u002e/", "con", "nul.css", "aux.js",
    "proc/self/environ", "..%2fproc%2fself%2fcmdline", "refdesk.css/../../web.py", "mark.svg%2f..%2f..%2fweb.py",
    "%e2%80%ae", "%ff%fe", "a" * 4000, "%2e" * 500, "/" * 300, "x" * 200 + "/..", "{0}", "{{7*7}}", "${HOME}", "$(id)",
    "`id`", "|id", ";id", "'", '"', "<x>", "%0d%0aset-cookie:a=b", "%0aX: y",
)  # fmt: skip
"""Names that would lead out of a folder, or elsewhere, if a route took them for files."""

FILE_LIKE = (
    "/portal/", "/assets/", "/static/", "/static/js/", "/static/img/", "/svelte/", "/gradio_api/file=", "/file=",
    "/gradio_api/stream/", "/documents/", "/documents/x/pages/", "/passages/", "/api/documents/", "/unapi?id=document:",
)  # fmt: skip
"""Where a name follows that somebody could take for a file's."""
SIGNS = ("root:x:", "from portal.", "SQLite format", "[fonts]", "ami-id", "HOME=/")
"""What a file that got out would show."""
