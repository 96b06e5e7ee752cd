"""The kind of file system under a folder is the one the system names, and a network one is told from a local one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cramp_cli.storage.file_system import MOUNTS, file_system_of, is_on_a_network

TABLE = r"""
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
/dev/sda2 /home btrfs rw 0 0
auto /home/ann autofs rw 0 0
server:/export/ann /home/ann nfs4 rw 0 0
//server/share /media/a\040share\134here cifs rw 0 0
me@host: /home/ben/far fuse.sshfs rw 0 0
tmpfs /home/ben/far/near tmpfs rw 0 0

broken line
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/x", "ext4"),
        ("/", "ext4"),
        ("/home", "btrfs"),
        ("/homes/x", "ext4"),
        ("/home/ann/.local/share/cramp-cli", "nfs4"),
        ("/home/anna/x", "btrfs"),
        ("/media/a share\\here/x", "cifs"),
        ("/home/ben/far/x", "fuse.sshfs"),
        ("/home/ben/far/near/x", "tmpfs"),
    ],
)
def test_the_nearest_mount_decides_and_the_later_of_two(folder: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(TABLE, "utf-8")
    assert file_system_of(Path(folder), tmp_path / "mounts") == kind


def test_a_link_is_followed_to_where_the_files_are(tmp_path: Path) -> None:
    real = tmp_path / "real"
    (tmp_path / "link").symlink_to(real)
    (tmp_path / "mounts").write_text(f"a / ext4 rw 0 0\nb {os.path.realpath(real)} nfs rw 0 0\n", "utf-8")
    assert file_system_of(tmp_path / "link" / "not there yet", tmp_path / "mounts") == "nfs"


@pytest.mark.parametrize("contents", [None, b"", b"\xff\n", b"one two\n"])
def test_where_nobody_can_tell_it_is_not_known(contents: bytes | None, tmp_path: Path) -> None:
    if contents is not None:
        (tmp_path / "mounts").write_bytes(contents)
    assert file_system_of(tmp_path, tmp_path / "mounts") is None


@pytest.mark.parametrize(
    ("kind", "is_network"),
    [
        *[(one, True) for one in ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "sshfs", "fuse.sshfs", "fuse.rclone")],
        *[(one, False) for one in ("ext4", "btrfs", "xfs", "zfs", "tmpfs", "overlay", "apfs", "fuseblk", "ntfs3", "")],
    ],
)
def test_a_network_file_system_is_known_by_its_kind(kind: str, *, is_network: bool) -> None:
    assert is_on_a_network(kind) is is_network


@pytest.mark.skipif(not (MOUNTS.exists() and shutil.which("findmnt")), reason="not run: no findmnt here")
@pytest.mark.parametrize("place", ["/", "/proc", "/dev/shm", "here"])  # noqa: S108 - only looked at
def test_it_is_what_the_system_itself_says(place: str, tmp_path: Path) -> None:
    folder = Path(place) if place != "here" else tmp_path
    command = ["findmnt", "-n", "-o", "FSTYPE", "-T", str(folder)]
    *_, kind = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert file_system_of(folder) == kind
