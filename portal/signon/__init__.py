"""Sign-on: who a request is from, by a portal's token, a session, a program's key or a cookie."""
