"""Says on which kind of file system a folder lies, from the list of mounts that Linux keeps, and which lie elsewhere.

SQLite is as safe as the locks under it, and on a network file system those are only as good as somebody else's server.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

MOUNTS = Path("/proc/mounts")
_NETWORK = {
    *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "coda", "ncpfs", "9p", "vboxsf", "vmhgfs-fuse"),
    *("ceph", "glusterfs", "lustre", "gpfs", "beegfs", "orangefs", "pvfs2", "davfs", "davfs2", "sshfs", "smbnetfs"),
    *("curlftpfs", "rclone", "s3fs", "gcsfuse", "goofys", "juicefs", "mfs", "gvfsd-fuse"),
}
_ESCAPED = re.compile(r"\\([0-7]{3})")


def file_system_of(folder: Path, mounts: Path = MOUNTS) -> str | None:
    """Return the kind of file system of `folder`, or of where it would be made; None where nobody can tell."""
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    place = Path(os.path.realpath(folder))
    found, longest = None, -1
    for _, point, kind, *_ in (line.split(" ") for line in lines if line.count(" ") > 1):
        parts = len(Path(_unescaped(point)).parts)
        if parts >= longest and place.is_relative_to(_unescaped(point)):
            found, longest = kind, parts  # a later mount on the same point hides the earlier one
    return found


def _unescaped(point: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 8)), point)


def is_on_a_network(kind: str) -> bool:
    """Whether files of this kind of file system lie on another machine, or in another one's hands."""
    return kind.removeprefix("fuse.") in _NETWORK
