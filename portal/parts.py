"""What the web app is made of besides its desk: whoever runs it makes these outside and hands them in."""

from dataclasses import dataclass

from portal.conversations.file import ConversationsFile
from portal.door.door import Door
from portal.files import Files
from portal.keys import KeyRing
from portal.signon.sign_on import SignOn
from portal.staff.editing import Editing


@dataclass(frozen=True, slots=True)
class Parts:
    """Every part has a default that leaves it out.

    `public_url` is where readers reach the app (`https://desk.example`, empty while that is this machine alone),
    `origins` are the foreign origins whose pages may use it, and `hosts` are further names it answers to. `files` is
    what handles files. `receipt_key` signs receipts, if there is one. `keys` are those that servers may come with.
    `sign_on` is how members of portals sign on. `door` is what readers pass on their way in.
    `tell_of_more` has readers of the desk's own pages told how many documents above their tier answer too.
    `editor` makes the changes to the library that the staff ask for. `conversations` is where signed-on readers keep
    theirs; without it nobody is offered to.
    """

    title: str = "Refdesk"
    public_url: str = ""
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    files: Files = Files()
    receipt_key: str = ""
    keys: KeyRing | None = None
    tell_of_more: bool = False
    sign_on: SignOn | None = None
    door: Door | None = None
    editor: Editing | None = None
    conversations: ConversationsFile | None = None
