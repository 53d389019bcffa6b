/**
 * Runs before a plugin's own code: ties its life to the host's, gives it a lower priority, and then
 * runs its module as `python -m` would. An SDK ends a plugin whose parent has the number 1, as ours
 * has when the host is a container's only process: then one more process stands between them.
 */
export const startSource = `import os
import runpy
import signal
import sys


def die_with_parent(parent):
    if sys.platform != "linux":
        return
    import ctypes

    # PR_SET_PDEATHSIG: the system kills us when the host is gone, however it went.
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def stand_between():
    child = os.fork()
    if child == 0:
        die_with_parent(os.getppid())
        return
    _, status = os.waitpid(child, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def main():
    parent = int(sys.argv[1])
    entrypoint = sys.argv[2]
    die_with_parent(parent)
    if parent == 1:
        stand_between()
    try:
        os.nice(5)
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        pass
    sys.argv = [entrypoint]
    runpy.run_module(entrypoint, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
`;
