"""Sign-on at the terminal.

check       reads the desks file and says what it allows
new-secret  prints a random secret for HS256
revoke      ends a member's sessions; they can sign on no more
unrevoke    lets them sign on again
"""

import argparse
import secrets
import sys
from collections.abc import Sequence

from corpus.errors import CorpusError
from corpus.settings import Settings, load_settings

SECRET_BYTES = 48


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command; exits with 2, and a sentence why, if it cannot be done."""
    parser = argparse.ArgumentParser(
        prog="python -m portal.signon", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("check", "new-secret", "revoke", "unrevoke"))
    parser.add_argument(
        "--desk",
        metavar="ID",
        default="",
        help="id of the desk whose member it is; none for whoever signs in on the page",
    )
    parser.add_argument("--subject", metavar="NAME", help="what the portal calls its member (`sub`)")
    given = parser.parse_args(arguments)
    if given.command.endswith("revoke") and not given.subject:
        parser.error(f"{given.command} needs --subject")
    try:
        if given.command == "new-secret":
            print(secrets.token_urlsafe(SECRET_BYTES))
        elif given.command == "check":
            print(_checked(load_settings()))
        else:
            print(_changed(load_settings(), given.command, given.desk, given.subject))
    except CorpusError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def _checked(settings: Settings) -> str:
    from portal.signon.desks_file import read_sign_in
    from portal.signon.sign_on import desks_of

    lines = []
    for desk in desks_of(settings).all():
        origins = ", ".join(desk.origins) or "nobody"
        lines.append(f"{desk.id}: framed by {origins}; at most {desk.tier_at_most.label}; tokens by {desk.algorithm}")
    sign_in = read_sign_in(settings.desks) if settings.desks else None
    if sign_in:
        tiers = ", ".join(f"{value} is {tier.label}" for value, tier in sign_in.tiers.items())
        lines.append(f"On the page itself: {sign_in.issuer}, by {sign_in.tier_claim}: {tiers}")
    return "\n".join(lines) or "There is no desk: REFDESK_DESKS names no file, or one without desks."


def _changed(settings: Settings, command: str, desk: str, subject: str) -> str:
    from portal.signon.desks_file import listed_desks
    from portal.signon.sessions import Sessions

    known = list(listed_desks(settings.desks)) if settings.desks else []
    if desk and desk not in known:
        raise CorpusError(f"There is no desk '{desk}'; the desks file has {', '.join(known) or 'none'}.")
    where = f"at desk '{desk}'" if desk else "on the page itself"
    sessions = Sessions(settings.data)
    try:
        if command == "revoke":
            ended = sessions.revoke(desk, subject)
            return f"Revoked {where}; {ended} session{'' if ended == 1 else 's'} ended."
        was = sessions.unrevoke(desk, subject)
        return f"No longer revoked {where}." if was else f"Was not revoked {where}."
    finally:
        sessions.close()


if __name__ == "__main__":
    main()
