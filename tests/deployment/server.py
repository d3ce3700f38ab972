"""An SSH server on this machine alone, with keys that run only the app."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from shlex import quote

from tests.screens.terminals import PROGRAM, Terminal

SSHD = shutil.which("sshd", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))
START_S = 10.0
WAIT_S = 30.0
SETTINGS = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/keys
AuthenticationMethods publickey
PermitRootLogin yes
StrictModes no
UsePAM no
Subsystem sftp internal-sftp
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Server:
    """The server, its keys in a folder of its own; whoever runs the tests is the account everyone shares."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.options, self.port = folder, options, free_port()
        self.make_key("host")
        self.keys = folder / "keys"
        self.keys.touch()
        settings = folder / "sshd_config"
        settings.write_text(SETTINGS.format(port=self.port, folder=folder), "utf-8")
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        self.process = subprocess.Popen([str(SSHD), "-D", "-q", "-f", settings], stderr=subprocess.DEVNULL)
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise TimeoutError("sshd did not start")

    def make_key(self, name: str) -> Path:
        """A new key without a passphrase."""
        key = self.folder / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        return key

    def admit(self, name: str) -> Path:
        """Give someone a key that runs only the app, under their name."""
        key = self.make_key(name)
        command = " ".join(quote(part) for part in ("env", "LANG=C.UTF-8", *PROGRAM, *self.options, "--as", name))
        escaped = command.replace('"', '\\"')
        with self.keys.open("a", encoding="utf-8") as keys:
            keys.write(f'command="{escaped}",restrict,pty {key.with_suffix(".pub").read_text("utf-8")}')
        return key

    def client(self, key: Path, *options: str) -> list[str]:
        """The command of someone who comes with a key."""
        fixed = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "BatchMode=yes")
        settings = [part for one in fixed for part in ("-o", one)]
        who = f"{getpass.getuser()}@127.0.0.1"
        return ["ssh", "-F", "none", *settings, "-i", str(key), "-p", str(self.port), *options, who]

    def terminal(self, key: Path, *command: str) -> Terminal:
        """A terminal in which someone logs in, and asks for a command to be run."""
        ssh, *rest = self.client(key, "-tt")
        return Terminal(*rest, *command, program=(str(shutil.which(ssh)),))

    def asked(
        self, key: Path, *command: str, options: tuple[str, ...] = (), given: str = "id\n"
    ) -> subprocess.CompletedProcess[str]:
        """What comes back when someone asks for a command without a terminal."""
        told = [*self.client(key, *options), *command]
        return subprocess.run(told, input=given, capture_output=True, text=True, timeout=WAIT_S, check=False)

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()
