"""A Slurm cluster of four nodes on this machine, for a test: its daemons, and nothing that outlives it."""
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import time

DAEMONS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol")
NODES = ("n1", "n2", "n3", "n4")
TEMPLATE = pathlib.Path(__file__).with_name("slurm.conf.in")


def missing():
    """What a cluster cannot be started without, or None."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    absent = [name for name in DAEMONS if shutil.which(name, path=path) is None]
    if absent:
        return "no " + ", ".join(absent)
    return None if os.geteuid() == 0 else "only root can start its daemons"


def free_ports(count):
    """Neighbouring ones, since slurm.conf names a range."""
    for first in range(17001, 30000, 10):
        taken = []
        try:
            for port in range(first, first + count):
                taken.append(socket.socket())
                taken[-1].bind(("127.0.0.1", port))
            return list(range(first, first + count))
        except OSError:
            continue
        finally:
            for one in taken:
                one.close()
    raise RuntimeError("no free ports")


def environment_of(process):
    try:
        text = pathlib.Path(f"/proc/{process}/environ").read_bytes().decode(errors="replace")
        return dict(entry.split("=", 1) for entry in text.split("\0") if "=" in entry)
    except OSError:
        return {}


def parent_of(process):
    try:
        return int(pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError, ValueError):
        return None


def name_of(process):
    try:
        return pathlib.Path(f"/proc/{process}/comm").read_text().strip()
    except OSError:
        return ""


class Cluster:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        for name in ("state", "log", *(f"spool-{node}" for node in NODES)):
            (self.folder / name).mkdir()
        ports = free_ports(1 + len(NODES))
        host = socket.gethostname().split(".")[0]
        text = TEMPLATE.read_text().replace("@HOST@", host).replace("@DIR@", str(self.folder))
        text = text.replace("@PORT@", str(ports[0])).replace("@NODES@", f"{ports[1]}-{ports[-1]}")
        (self.folder / "slurm.conf").write_text(text)
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
        self.environment = {**os.environ, "SLURM_CONF": str(self.folder / "slurm.conf")}
        self.environment["PATH"] = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
        self.daemons = {}

    def start(self, name, *command):
        with open(self.folder / "log" / f"{name}.out", "ab") as log:
            self.daemons[name] = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log,
                                                  cwd=self.folder, start_new_session=True)

    def __enter__(self):
        try:
            self.begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def begin(self):
        key = self.folder / "munge.key"
        key.write_bytes(secrets.token_bytes(128))
        key.chmod(0o400)
        self.start("munged", "munged", "--foreground", "--force", f"--key-file={key}",
                   f"--socket={self.folder}/munge.socket",
                   f"--pid-file={self.folder}/munged.pid", f"--log-file={self.folder}/log/munged.log",
                   f"--seed-file={self.folder}/munge.seed")
        self.wait(lambda: (self.folder / "munge.socket").exists(), 10, "munged")
        self.start("slurmctld", "slurmctld", "-D", "-f", self.environment["SLURM_CONF"])
        for node in NODES:
            self.start(node, "slurmd", "-D", "-N", node, "-f", self.environment["SLURM_CONF"])
        idle = [f"{node} idle" for node in NODES]
        self.wait(lambda: self.ask("sinfo", "-h", "-N", "-o", "%N %t").split("\n") == idle, 30, "nodes")

    def ask(self, *command):
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=30)
        return done.stdout.strip()

    def wait(self, ready, seconds, what):
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                raise RuntimeError(f"{what}: not within {seconds} s\n" + self.logs())
            time.sleep(0.2)

    def logs(self):
        text = self.ask("squeue", "-a") + "\n" + self.ask("sinfo", "-N", "-l") + "\n"
        for log in sorted((self.folder / "log").iterdir()):
            text += f"--- {log.name}\n" + "\n".join(log.read_text(errors="replace").split("\n")[-15:])
        return text

    def processes_of(self, node=None):
        """Of jobs: on that node, or anywhere in this cluster; their slurmstepd among them."""
        found = set()
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            environment = environment_of(entry.name)
            if environment.get("SLURM_CONF") != self.environment["SLURM_CONF"] or "SLURM_JOB_ID" not in environment:
                continue
            if node not in (None, environment.get("SLURMD_NODENAME")):
                continue
            found.add(int(entry.name))
            parent = parent_of(entry.name)
            if parent and name_of(parent) == "slurmstepd":
                found.add(parent)
        return found

    def kill_node(self, node):
        """As a power cut does: the daemon and all that runs there, at once."""
        self.daemons[node].kill()
        self.daemons.pop(node).wait()
        for process in self.processes_of(node):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def __exit__(self, *_):
        for name in list(self.daemons):
            self.daemons[name].kill()
            self.daemons.pop(name).wait()
        for process in self.processes_of():
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
