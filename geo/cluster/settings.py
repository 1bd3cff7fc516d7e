"""The configuration files of the embedded server, each setting with its reason."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PORT = 5432
"""Only part of the socket's name: nothing listens on a network."""

INCLUDE = "include = 'pakmud.conf'\n"

FROM_THE_FIRST_ROW = "-c synchronize_seqscans=off"
"""For connections that build indexes, where the server is not ours.

By default a build begins where another scan of a large table has just been. Rows that lie in order then go into the
walk's index out of order, and walks read ten to twenty times the pages.
"""

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ServerSetting:
    name: str
    value: str
    reason: str


def server_settings(socket_directory: Path, log_directory: Path, options: Mapping[str, str]) -> str:
    """Text of `pakmud.conf`; `options` come last and win."""
    settings = [
        *_access(socket_directory),
        *_memory(_machine_memory_mib()),
        *_planning(),
        *_logging(log_directory),
        *(ServerSetting(name, value, "asked for by whoever started the server") for name, value in options.items()),
    ]
    lines = [f"# {one.reason}\n{one.name} = {_quoted(one.value)}\n" for one in settings]
    return "\n".join(["# Written anew at every start; ALTER SYSTEM overrides it and lasts.\n", *lines])


def access_rules() -> str:
    """Text of `pg_hba.conf`: who the operating system says, over the socket, and nobody else."""
    return "local all postgres,pakmud peer map=pakmud\n"


def user_map(owner: str) -> str:
    """Text of `pg_ident.conf`: the cluster's owner and root may be either role."""
    users = dict.fromkeys([owner, "root"])
    return "".join(f'pakmud "{user}" {role}\n' for user in users for role in ("postgres", "pakmud"))


def _access(socket_directory: Path) -> list[ServerSetting]:
    return [
        ServerSetting("listen_addresses", "", "private: reached over the unix socket only"),
        ServerSetting("unix_socket_directories", _list_item(str(socket_directory)), "a folder closed to other users"),
        ServerSetting("unix_socket_permissions", "0700", "the folder guards it already; this guards it twice"),
        ServerSetting("port", str(PORT), "names the socket file; PGPORT in somebody's environment must not"),
        ServerSetting("cluster_name", "pakmud", "recognisable among other servers in a list of processes"),
        ServerSetting("timezone", "UTC", "instants are stored; the days of Asia/Bangkok are the application's matter"),
        ServerSetting("lc_messages", "C", "errors in the log can be looked up"),
    ]


def _memory(machine_mib: int) -> list[ServerSetting]:
    shared = max(128, min(1024, machine_mib // 8))
    return [
        ServerSetting(
            "shared_buffers", f"{shared}MB", "an eighth of the machine, at most 1 GB: it is shared with others"
        ),
        ServerSetting("effective_cache_size", f"{max(256, machine_mib // 2)}MB", "what the system caches for us"),
        ServerSetting("work_mem", "32MB", "sorts of a search stay in memory; few run at once"),
        ServerSetting("maintenance_work_mem", f"{max(64, min(512, machine_mib // 16))}MB", "index builds after a load"),
        ServerSetting(
            "min_dynamic_shared_memory",
            "64MB",
            "parallel queries do without /dev/shm: tiny in containers, and emptied by systemd when its user logs out",
        ),
        ServerSetting("max_wal_size", "4GB", "a load of millions of rows without a checkpoint every few seconds"),
    ]


def _planning() -> list[ServerSetting]:
    return [
        ServerSetting("jit", "off", "compiling costs 100 ms and more; a search takes less than one"),
        ServerSetting("synchronize_seqscans", "off", "an index over rows in order is built from the first row on"),
        ServerSetting("random_page_cost", "1.1", "for SSDs and cached data; 4, the default, is for turning disks"),
        ServerSetting("default_statistics_target", "200", "procedures are offered very unevenly"),
    ]


def _logging(log_directory: Path) -> list[ServerSetting]:
    return [
        ServerSetting("logging_collector", "on", "the server outlives the command that started it"),
        ServerSetting("log_directory", str(log_directory), "beside the data, not in it"),
        ServerSetting("log_filename", "postgresql-%a.log", "one file a weekday ..."),
        ServerSetting("log_truncate_on_rotation", "on", "... so that a week is kept, and no more"),
        ServerSetting("log_rotation_age", "1d", "... and a new one begins each day"),
        ServerSetting("log_rotation_size", "0", "a size limit would start the same file again within the day"),
        ServerSetting("log_min_duration_statement", "2s", "searches this slow are worth a look"),
        ServerSetting("log_lock_waits", "on", "tells which load held up which edit"),
    ]


def _machine_memory_mib() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MIB


def _list_item(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
