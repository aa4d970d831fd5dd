/*
 * Stands between a process and its disk (LD_PRELOAD): notes in a journal what the process does to the files below one
 * folder, and makes a chosen call fail. See docs/durability.md for what that models and what not.
 *
 * DISK_ROOT     the folder, by its real path
 * DISK_JOURNAL  if set: a file outside it, to which one line is appended for each call once it has succeeded
 * DISK_SHADOW   with it: a folder on the same file system, where each file that is created gets a second name, its
 *               inode number, so that its bytes outlive its deletion and its number is never given out again
 * DISK_CONTROL  if set: a file of 8 numbers of 8 bytes, shared with the process, which says what is to fail
 *
 * Lines of the journal, with paths relative to the folder: C inode path (created), M path (folder made), W inode from
 * to (written), T inode size (truncated), S inode size (synced, with the size before the call), D path (folder synced),
 * R from to (renamed), U path (unlinked), X call path (something that is not modelled).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(type, name, ...)                                   \
  static type (*name)(__VA_ARGS__);                             \
  if (!name) *(void **)&name = dlsym(RTLD_NEXT, #name + sizeof("real_") - 1)

/* What is to fail, as FaultyDisk.java names it: a call that does nothing, one that says so once it was done, a write of
 * half of the bytes, the same with the next write failing, and any write beyond so many bytes. */
enum { NOTHING, BEFORE, AFTER, SHORT, SHORT_THEN_FAILS, FULL };

struct control {
  int64_t fault;
  int64_t at;     /* the call that fails, counted like calls; of SHORT and SHORT_THEN_FAILS the write */
  int64_t error;  /* its errno */
  int64_t sticky; /* whether all later calls fail as well */
  int64_t calls;  /* how many there were */
  int64_t fired;  /* how many failed */
  int64_t what;   /* the first that did: OPEN and so on */
  int64_t space;  /* FULL: how many bytes can still be written */
};

enum { OPEN = 1, WRITE, SYNC, RENAME, TRUNCATE, UNLINK, MKDIR, ALLOCATE };

static char root[PATH_MAX];
static size_t root_length;
static char shadow[PATH_MAX];
static int journal = -1;
static struct control *control;
static __thread int32_t half_written; /* after SHORT_THEN_FAILS: this thread's next write fails */

__attribute__((constructor)) static void start(void) {
  const char *value = getenv("DISK_ROOT");
  if (!value || strlen(value) >= sizeof root) return;
  strcpy(root, value);
  if ((value = getenv("DISK_SHADOW")) && strlen(value) < sizeof shadow - 32) strcpy(shadow, value);
  if ((value = getenv("DISK_JOURNAL"))) {
    journal = open(value, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (journal < 0) abort();
  }
  if ((value = getenv("DISK_CONTROL"))) {
    int fd = open(value, O_RDWR | O_CLOEXEC);
    void *page = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd < 0 || page == MAP_FAILED) abort();
    close(fd);
    control = page;
  }
  root_length = strlen(root); /* from here on, calls are looked at */
}

/* The path below the folder, or NULL if it is elsewhere. */
static const char *below(const char *path) {
  if (!root_length || !path || strncmp(path, root, root_length)) return NULL;
  if (!path[root_length]) return ".";
  return path[root_length] == '/' ? path + root_length + 1 : NULL;
}

static const char *below_fd(int fd, char *buffer) {
  char link[32];
  if (!root_length || fd == journal) return NULL;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int error = errno;
  ssize_t length = readlink(link, buffer, PATH_MAX - 1);
  errno = error;
  if (length < 0) return NULL;
  buffer[length] = 0;
  return below(buffer);
}

static void note(const char *format, ...) {
  REAL(ssize_t, real_write, int, const void *, size_t);
  char line[2 * PATH_MAX + 64];
  va_list arguments;
  if (journal < 0) return;
  int error = errno;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (real_write(journal, line, length) != length) abort();
  errno = error;
}

static unsigned long inode(int fd) {
  struct stat stat;
  return fstat(fd, &stat) ? 0 : stat.st_ino;
}

/* Counts a call and says which fault it has. */
static int fault_of(int what) {
  if (!control) return NOTHING;
  int64_t fault = control->fault;
  if ((fault == SHORT || fault == SHORT_THEN_FAILS) && what != WRITE) return NOTHING;
  int64_t call = __sync_add_and_fetch(&control->calls, 1);
  if (fault == NOTHING || fault == FULL) return (int)fault;
  if (control->sticky ? call < control->at : call != control->at) return NOTHING;
  if (__sync_add_and_fetch(&control->fired, 1) == 1) control->what = what;
  errno = (int)control->error;
  return (int)fault;
}

/* A call that fails at once or after it was done: DO is done in between, and says with -1 that it failed by itself. */
#define FAULTY(what, DO)                       \
  int fault = fault_of(what);                  \
  if (fault == BEFORE) return -1;              \
  DO;                                          \
  if (fault == AFTER) {                        \
    errno = (int)control->error;               \
    return -1;                                 \
  }

static int opened(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode) {
  const char *file = below(path);
  if (!file) return real(path, flags, mode);
  int is_new = (flags & O_CREAT) && access(path, F_OK) != 0;
  int fault = fault_of(OPEN);
  if (fault == BEFORE) return -1;
  int fd = real(path, flags, mode);
  if (fd >= 0 && is_new) {
    char name[PATH_MAX + 32];
    if (*shadow) {
      snprintf(name, sizeof name, "%s/%lu", shadow, inode(fd));
      if (link(path, name)) abort();
    }
    note("C %lu %s\n", inode(fd), file);
  } else if (fd >= 0 && (flags & O_TRUNC)) {
    note("T %lu 0\n", inode(fd));
  }
  if (fd >= 0 && fault == AFTER) {
    close(fd);
    errno = (int)control->error;
    return -1;
  }
  return fd;
}

#define OPENS(name)                                                \
  int name(const char *path, int flags, ...) {                     \
    REAL(int, real_##name, const char *, int, ...);                \
    mode_t mode = 0;                                               \
    if (flags & (O_CREAT | O_TMPFILE)) {                           \
      va_list arguments;                                           \
      va_start(arguments, flags);                                  \
      mode = va_arg(arguments, mode_t);                            \
      va_end(arguments);                                           \
    }                                                              \
    return opened(real_##name, path, flags, mode);                 \
  }
OPENS(open)
OPENS(open64)

/* How many of COUNT bytes are to be written; -1 if the call fails before it writes any. */
static ssize_t allowed(int *fault, size_t count) {
  if (half_written) {
    half_written = 0;
    errno = (int)control->error;
    return -1;
  }
  *fault = fault_of(WRITE);
  if (*fault == BEFORE) return -1;
  if (*fault == FULL) {
    int64_t left = __sync_sub_and_fetch(&control->space, (int64_t)count);
    if (left >= 0) return (ssize_t)count;
    int64_t rest = left + (int64_t)count;
    control->space = 0;
    if (__sync_add_and_fetch(&control->fired, 1) == 1) control->what = WRITE;
    errno = ENOSPC;
    return rest > 0 ? (ssize_t)rest : -1;
  }
  if (*fault == SHORT || *fault == SHORT_THEN_FAILS) {
    half_written = *fault == SHORT_THEN_FAILS && count > 1;
    return (ssize_t)(count > 1 ? count / 2 : count);
  }
  return (ssize_t)count;
}

static ssize_t written(int fd, int fault, off_t from, ssize_t done) {
  if (done >= 0) note("W %lu %lld %lld\n", inode(fd), (long long)from, (long long)(from + done));
  if (fault != AFTER) return done;
  errno = (int)control->error;
  return -1;
}

ssize_t write(int fd, const void *bytes, size_t count) {
  REAL(ssize_t, real_write, int, const void *, size_t);
  char path[PATH_MAX];
  if (fd <= 2 || !below_fd(fd, path)) return real_write(fd, bytes, count);
  int fault;
  ssize_t length = allowed(&fault, count);
  if (length < 0) return -1;
  struct stat before;
  int appends = fcntl(fd, F_GETFL) & O_APPEND;
  off_t from = appends && !fstat(fd, &before) ? before.st_size : lseek(fd, 0, SEEK_CUR);
  return written(fd, fault, from, real_write(fd, bytes, (size_t)length));
}

#define PWRITES(name, offset_type)                                                          \
  ssize_t name(int fd, const void *bytes, size_t count, offset_type from) {                 \
    REAL(ssize_t, real_##name, int, const void *, size_t, offset_type);                     \
    char path[PATH_MAX];                                                                    \
    if (!below_fd(fd, path)) return real_##name(fd, bytes, count, from);                    \
    int fault;                                                                              \
    ssize_t length = allowed(&fault, count);                                                \
    if (length < 0) return -1;                                                              \
    return written(fd, fault, from, real_##name(fd, bytes, (size_t)length, from));          \
  }
PWRITES(pwrite, off_t)
PWRITES(pwrite64, off64_t)

/* Nobody writes the ledger's files in this way; if that changes, the model has to learn it. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(ssize_t, real_writev, int, const struct iovec *, int);
  char path[PATH_MAX];
  const char *file = fd <= 2 ? NULL : below_fd(fd, path);
  if (file) {
    if (fault_of(WRITE) != NOTHING) return -1;
    note("X writev %s\n", file);
  }
  return real_writev(fd, parts, count);
}

static int synced(int (*real)(int), int fd) {
  char path[PATH_MAX];
  const char *file = below_fd(fd, path);
  if (!file) return real(fd);
  struct stat before; /* what is written meanwhile may not be part of it */
  if (fstat(fd, &before)) return -1;
  int result;
  FAULTY(SYNC, result = real(fd));
  if (!result && S_ISDIR(before.st_mode)) {
    note("D %s\n", file);
  } else if (!result) {
    note("S %lu %lld\n", (unsigned long)before.st_ino, (long long)before.st_size);
  }
  return result;
}

int fsync(int fd) {
  REAL(int, real_fsync, int);
  return synced(real_fsync, fd);
}

int fdatasync(int fd) {
  REAL(int, real_fdatasync, int);
  return synced(real_fdatasync, fd);
}

#define TRUNCATES(name, offset_type)                                                         \
  int name(int fd, offset_type size) {                                                       \
    REAL(int, real_##name, int, offset_type);                                                \
    char path[PATH_MAX];                                                                     \
    if (!below_fd(fd, path)) return real_##name(fd, size);                                   \
    int result;                                                                              \
    FAULTY(TRUNCATE, result = real_##name(fd, size));                                        \
    if (!result) note("T %lu %lld\n", inode(fd), (long long)size);                           \
    return result;                                                                           \
  }
TRUNCATES(ftruncate, off_t)
TRUNCATES(ftruncate64, off64_t)

#define ALLOCATES(name, offset_type)                                                         \
  int name(int fd, int mode, offset_type from, offset_type length) {                         \
    REAL(int, real_##name, int, int, offset_type, offset_type);                              \
    char path[PATH_MAX];                                                                     \
    const char *file = below_fd(fd, path);                                                   \
    if (!file) return real_##name(fd, mode, from, length);                                   \
    int result;                                                                              \
    FAULTY(ALLOCATE, result = real_##name(fd, mode, from, length));                          \
    if (!result && !(mode & FALLOC_FL_KEEP_SIZE)) note("X fallocate %s\n", file);            \
    return result;                                                                           \
  }
ALLOCATES(fallocate, off_t)
ALLOCATES(fallocate64, off64_t)

int rename(const char *from, const char *to) {
  REAL(int, real_rename, const char *, const char *);
  const char *old = below(from);
  const char *new = below(to);
  if (!old && !new) return real_rename(from, to);
  int result;
  FAULTY(RENAME, result = real_rename(from, to));
  if (!result) note(old && new ? "R %s %s\n" : "X rename %s %s\n", old ? old : "?", new ? new : "?");
  return result;
}

int unlink(const char *path) {
  REAL(int, real_unlink, const char *);
  const char *file = below(path);
  if (!file) return real_unlink(path);
  int result;
  FAULTY(UNLINK, result = real_unlink(path));
  if (!result) note("U %s\n", file);
  return result;
}

int mkdir(const char *path, mode_t mode) {
  REAL(int, real_mkdir, const char *, mode_t);
  const char *folder = below(path);
  if (!folder) return real_mkdir(path, mode);
  int result;
  FAULTY(MKDIR, result = real_mkdir(path, mode));
  if (!result) note("M %s\n", folder);
  return result;
}
