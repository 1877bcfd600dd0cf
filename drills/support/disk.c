/* Stands between a program and the disk (LD_PRELOAD).
 *
 * TONGBAN_DISK_ROOT   the folder that is watched
 * TONGBAN_DISK_LOG    every change below it is appended here in the order in which the kernel took it
 * TONGBAN_DISK_FAULT  a file of 16 bytes, mapped: what fails (bits), how many calls still pass, how many then fail, how many have failed
 *
 * One lock around call and record: the order of the log is the order of the calls, and a sync covers exactly what stands before it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { EXISTS = 1, CREATE, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, MKDIR, LINK, RMDIR, UNKNOWN };
enum { FAIL_WRITE = 1, FAIL_SYNC = 2, FAIL_SHORT = 4, FAIL_CREATE = 8, FAIL_READ = 16, FAIL_FULL = 32 };

struct record { uint32_t kind, length; uint64_t file, offset; };
struct fault { volatile int32_t what, pass, fail, failed; };

static char root[PATH_MAX];
static size_t root_length;
static int log_fd = -1;
static struct fault *fault;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static int below(const char *path)
{
    size_t n = strlen(path);
    if (!root_length || strncmp(path, root, root_length) || (path[root_length] && path[root_length] != '/'))
        return 0;
    return !(n > 4 && !strcmp(path + n - 4, "-shm"));   /* the index of the write-ahead log is shared memory and made anew */
}

/* The file behind a descriptor, when it is one of ours. */
static int ours(int fd, struct stat *st)
{
    char link[40], path[PATH_MAX];
    if (!root_length || fd == log_fd)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0 || path[0] != '/')
        return 0;
    path[n] = 0;
    return below(path) && !syscall(SYS_fstat, fd, st) && (S_ISREG(st->st_mode) || S_ISDIR(st->st_mode));
}

static void note(uint32_t kind, uint64_t file, uint64_t offset, const void *data, uint32_t length)
{
    if (log_fd < 0)
        return;
    struct record r = { kind, length, file, offset };
    struct iovec v[2] = { { &r, sizeof r }, { (void *)data, length } };
    if (syscall(SYS_writev, log_fd, v, length ? 2 : 1) != (ssize_t)(sizeof r + length))
        abort();   /* a log with holes would prove nothing */
}

static const char *absolute(const char *path, char *buffer)
{
    if (path[0] == '/' || !getcwd(buffer, PATH_MAX - 1))
        return path;
    size_t n = strlen(buffer);
    snprintf(buffer + n, PATH_MAX - n, "/%s", path);
    return buffer;
}

static void note_paths(uint32_t kind, uint64_t file, const char *from, const char *to)
{
    char both[2 * PATH_MAX];
    int n = snprintf(both, sizeof both, "%s%c%s", from, 0, to ? to : "");
    note(kind, file, 0, both, (uint32_t)n);
}

static int fails(int what)
{
    if (!fault || !(fault->what & what))
        return 0;
    if (fault->pass > 0) {
        fault->pass--;
        return 0;
    }
    if (fault->fail == 0)
        return 0;
    if (fault->fail > 0)
        fault->fail--;
    fault->failed++;
    return 1;
}

static int walk(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)kind; (void)where;
    if (below(path))
        note_paths(EXISTS, st->st_ino, path, S_ISDIR(st->st_mode) ? "d" : "f");
    return 0;
}

__attribute__((constructor)) static void begin(void)
{
    const char *folder = getenv("TONGBAN_DISK_ROOT"), *log = getenv("TONGBAN_DISK_LOG"), *control = getenv("TONGBAN_DISK_FAULT");
    if (!folder || !realpath(folder, root))
        return;
    root_length = strlen(root);
    if (log) {
        int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        log_fd = fcntl(fd, F_DUPFD_CLOEXEC, 900);
        syscall(SYS_close, fd);
        nftw(root, walk, 16, FTW_PHYS);
    }
    if (control) {
        int fd = (int)syscall(SYS_openat, AT_FDCWD, control, O_RDWR | O_CLOEXEC, 0600);
        void *at = mmap(NULL, sizeof *fault, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        fault = at == MAP_FAILED ? NULL : at;
    }
}

static int opened(int at, const char *path, int flags, mode_t mode)
{
    char buffer[PATH_MAX];
    const char *full = at == AT_FDCWD ? absolute(path, buffer) : path;
    if (!root_length || !(flags & (O_CREAT | O_TRUNC)) || !below(full))
        return (int)syscall(SYS_openat, at, path, flags, mode);
    pthread_mutex_lock(&turn);
    struct stat st;
    int was = !syscall(SYS_newfstatat, at, path, &st, 0), fd = -1;
    if (!was && fails(FAIL_CREATE))
        errno = EIO;
    else
        fd = (int)syscall(SYS_openat, at, path, flags, mode);
    int error = errno;
    if (fd >= 0 && !syscall(SYS_fstat, fd, &st)) {
        if (!was)
            note_paths(CREATE, st.st_ino, full, NULL);
        else if (flags & O_TRUNC)
            note(TRUNCATE, st.st_ino, 0, NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    errno = error;
    return fd;
}

#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }
int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }

static int temporary(char *template, int suffix, int flags)
{
    static int (*real)(char *, int, int);
    if (!real)
        real = (int (*)(char *, int, int))dlsym(RTLD_NEXT, "mkostemps64");
    char buffer[PATH_MAX];
    struct stat st;
    pthread_mutex_lock(&turn);
    int fd = real(template, suffix, flags), error = errno;
    const char *full = absolute(template, buffer);
    if (fd >= 0 && below(full) && !syscall(SYS_fstat, fd, &st))
        note_paths(CREATE, st.st_ino, full, NULL);
    pthread_mutex_unlock(&turn);
    errno = error;
    return fd;
}

int mkstemp(char *template) { return temporary(template, 0, 0); }
int mkstemp64(char *template) { return temporary(template, 0, 0); }
int mkstemps(char *template, int suffix) { return temporary(template, suffix, 0); }
int mkstemps64(char *template, int suffix) { return temporary(template, suffix, 0); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

/* offset < 0: at the descriptor's own place */
static ssize_t written(int fd, const void *data, size_t length, off_t offset)
{
    struct stat st;
    if (!root_length || !ours(fd, &st))
        return offset < 0 ? syscall(SYS_write, fd, data, length) : syscall(SYS_pwrite64, fd, data, length, offset);
    pthread_mutex_lock(&turn);
    ssize_t n = -1;
    int error = EIO;
    if (fails(FAIL_WRITE))
        ;
    else if (fails(FAIL_FULL))
        error = ENOSPC;
    else {
        if (length > 1 && fails(FAIL_SHORT))
            length = length / 2;   /* the rest is refused when it is asked for */
        n = offset < 0 ? syscall(SYS_write, fd, data, length) : syscall(SYS_pwrite64, fd, data, length, offset);
        error = errno;
        if (n > 0)
            note(WRITE, st.st_ino, (uint64_t)(offset < 0 ? syscall(SYS_lseek, fd, 0, SEEK_CUR) - n : offset), data, (uint32_t)n);
    }
    pthread_mutex_unlock(&turn);
    errno = error;
    return n;
}

ssize_t write(int fd, const void *data, size_t length) { return written(fd, data, length, -1); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return written(fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return written(fd, data, length, offset); }

static ssize_t gathered(int fd, const struct iovec *v, int count, off_t offset)
{
    struct stat st;
    if (!root_length || !ours(fd, &st))
        return offset < 0 ? syscall(SYS_writev, fd, v, count) : syscall(SYS_pwritev, fd, v, count, offset, offset >> 32);
    ssize_t total = 0;
    for (int i = 0; i < count; i++) {
        ssize_t n = v[i].iov_len ? written(fd, v[i].iov_base, v[i].iov_len, offset < 0 ? -1 : offset + total) : 0;
        if (n < 0)
            return total ? total : n;
        total += n;
        if ((size_t)n < v[i].iov_len)
            break;
    }
    return total;
}

ssize_t writev(int fd, const struct iovec *v, int count) { return gathered(fd, v, count, -1); }
ssize_t pwritev(int fd, const struct iovec *v, int count, off_t offset) { return gathered(fd, v, count, offset); }
ssize_t pwritev64(int fd, const struct iovec *v, int count, off64_t offset) { return gathered(fd, v, count, offset); }

static ssize_t got(int fd, void *data, size_t length, off_t offset)
{
    struct stat st;
    if (fault && (fault->what & FAIL_READ) && ours(fd, &st) && fails(FAIL_READ)) {
        errno = EIO;
        return -1;
    }
    return offset < 0 ? syscall(SYS_read, fd, data, length) : syscall(SYS_pread64, fd, data, length, offset);
}

ssize_t read(int fd, void *data, size_t length) { return got(fd, data, length, -1); }
ssize_t pread(int fd, void *data, size_t length, off_t offset) { return got(fd, data, length, offset); }
ssize_t pread64(int fd, void *data, size_t length, off64_t offset) { return got(fd, data, length, offset); }

static int synced(int fd, int call)
{
    struct stat st;
    if (!root_length || !ours(fd, &st))
        return (int)syscall(call, fd);
    pthread_mutex_lock(&turn);
    int done = -1, error = EIO;
    if (!fails(FAIL_SYNC)) {
        done = (int)syscall(call, fd);
        error = errno;
        if (!done)
            note(SYNC, st.st_ino, 0, NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    errno = error;
    return done;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int cut(int fd, off_t size)
{
    struct stat st;
    if (!root_length || !ours(fd, &st))
        return (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&turn);
    int done = (int)syscall(SYS_ftruncate, fd, size), error = errno;
    if (!done)
        note(TRUNCATE, st.st_ino, (uint64_t)size, NULL, 0);
    pthread_mutex_unlock(&turn);
    errno = error;
    return done;
}

int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

#define NAMED(kind, from, second_name, call) \
    char one[PATH_MAX], two[PATH_MAX]; \
    const char *first = absolute(from, one), *second_path = second_name, *second = second_path ? absolute(second_path, two) : NULL; \
    int mine = root_length && (below(first) || (second && below(second))); \
    if (mine) pthread_mutex_lock(&turn); \
    int done = (int)(call), error = errno; \
    if (mine) { \
        struct stat st = { 0 }; \
        if (!done) { if (kind == MKDIR) syscall(SYS_newfstatat, AT_FDCWD, first, &st, 0); note_paths(kind, st.st_ino, first, second); } \
        pthread_mutex_unlock(&turn); \
    } \
    errno = error; \
    return done

int rename(const char *from, const char *to) { NAMED(RENAME, from, to, syscall(SYS_rename, from, to)); }
int link(const char *from, const char *to) { NAMED(LINK, from, to, syscall(SYS_link, from, to)); }
int unlink(const char *path) { NAMED(UNLINK, path, (const char *)NULL, syscall(SYS_unlink, path)); }
int mkdir(const char *path, mode_t mode) { NAMED(MKDIR, path, (const char *)NULL, syscall(SYS_mkdir, path, mode)); }
int rmdir(const char *path) { NAMED(RMDIR, path, (const char *)NULL, syscall(SYS_rmdir, path)); }

/* Ways to change a file that are not modelled: one of them in our folder spoils the drill, and it says so. */
static void strange(int fd, const char *how)
{
    struct stat st;
    if (root_length && ours(fd, &st)) {
        pthread_mutex_lock(&turn);
        note(UNKNOWN, st.st_ino, 0, how, (uint32_t)strlen(how));
        pthread_mutex_unlock(&turn);
    }
}

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags) { strange(out, "copy_file_range"); return syscall(SYS_copy_file_range, in, from, out, to, length, flags); }
ssize_t sendfile(int out, int in, off_t *from, size_t length) { strange(out, "sendfile"); return syscall(SYS_sendfile, out, in, from, length); }
ssize_t sendfile64(int out, int in, off64_t *from, size_t length) { strange(out, "sendfile"); return syscall(SYS_sendfile, out, in, from, length); }
