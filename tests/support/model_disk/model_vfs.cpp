#include "tests/support/model_disk/model_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <string>

namespace support {

namespace {

thread_local ModelDisk* the_disk = nullptr;

// What one open file is. The memory that a write-ahead log shares between connections is not on the disk, and there is
// one connection.
struct Opened {
    ModelDisk* disk = nullptr;
    ModelDisk::Node node = 0;
    std::string path;  // empty: a temporary file
    int flags = 0;
    bool sync_folder = false;  // with the first sync, as SQLite's own VFS does for a journal that it made
    int keep_log = 0;
    std::vector<std::unique_ptr<char[]>> shared;
};
struct ModelFile {
    sqlite3_file base;
    Opened* opened;
};
Opened& of(sqlite3_file* file) { return *reinterpret_cast<ModelFile*>(file)->opened; }

int code_of(DiskFault fault, int code) {
    switch (fault) {
        case DiskFault::none: return SQLITE_OK;
        case DiskFault::full: return SQLITE_FULL;
        case DiskFault::read_only:  // as SQLite's own VFS tells of a file system that was made read-only
        case DiskFault::input_output: return code;
    }
    return code;
}

int close_file(sqlite3_file* file) {
    Opened* opened = &of(file);
    if ((opened->flags & SQLITE_OPEN_MAIN_DB) != 0) --opened->disk->connections;
    delete opened;
    file->pMethods = nullptr;
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    Opened& opened = of(file);
    if (opened.disk->ask(DiskCall::read) != DiskFault::none) return SQLITE_IOERR_READ;
    auto* bytes = static_cast<std::uint8_t*>(to);
    const auto wanted = static_cast<std::size_t>(size);
    const std::size_t got =
        opened.disk->content(opened.node).read(static_cast<std::uint64_t>(offset), {bytes, wanted});
    if (got == wanted) return SQLITE_OK;
    std::memset(bytes + got, 0, wanted - got);
    return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    Opened& opened = of(file);
    const auto fault = opened.disk->ask(DiskCall::write);
    std::span bytes{static_cast<const std::uint8_t*>(from), static_cast<std::size_t>(size)};
    // What failed may have been done by half.
    if (fault == DiskFault::full || fault == DiskFault::input_output) bytes = bytes.first(bytes.size() / 2);
    if (fault != DiskFault::read_only) opened.disk->write(opened.node, static_cast<std::uint64_t>(offset), bytes);
    return code_of(fault, SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    Opened& opened = of(file);
    if (opened.disk->ask(DiskCall::truncate) != DiskFault::none) return SQLITE_IOERR_TRUNCATE;
    opened.disk->truncate(opened.node, static_cast<std::uint64_t>(size));
    return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
    Opened& opened = of(file);
    if (opened.disk->ask(DiskCall::sync) != DiskFault::none) {
        opened.disk->fail_sync(opened.node);
        return SQLITE_IOERR_FSYNC;
    }
    opened.disk->sync(opened.node);
    if (opened.sync_folder) {
        if (opened.disk->ask(DiskCall::sync_folder) != DiskFault::none) return SQLITE_IOERR_DIR_FSYNC;
        opened.disk->sync_folder(std::filesystem::path{opened.path}.parent_path());
        opened.sync_folder = false;
    }
    return SQLITE_OK;
}

int control_file(sqlite3_file* file, int what, void* argument) {
    if (what != SQLITE_FCNTL_PERSIST_WAL) return SQLITE_NOTFOUND;
    int& keep = *static_cast<int*>(argument);
    if (keep < 0) keep = of(file).keep_log;
    else of(file).keep_log = keep;
    return SQLITE_OK;
}

int map_shared(sqlite3_file* file, int index, int size, int extend, void volatile** out) {
    auto& shared = of(file).shared;
    *out = nullptr;
    while (static_cast<std::size_t>(index) >= shared.size()) {
        if (extend == 0) return SQLITE_OK;
        shared.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
    }
    *out = shared[static_cast<std::size_t>(index)].get();
    return SQLITE_OK;
}

const sqlite3_io_methods* methods() {
    static const sqlite3_io_methods table = [] {
        sqlite3_io_methods m{};
        m.iVersion = 2;
        m.xClose = close_file;
        m.xRead = read_file;
        m.xWrite = write_file;
        m.xTruncate = truncate_file;
        m.xSync = sync_file;
        m.xFileSize = [](sqlite3_file* file, sqlite3_int64* size) {
            *size = static_cast<sqlite3_int64>(of(file).disk->content(of(file).node).size());
            return SQLITE_OK;
        };
        // One connection: nobody else holds a lock.
        m.xLock = [](sqlite3_file*, int) { return SQLITE_OK; };
        m.xUnlock = [](sqlite3_file*, int) { return SQLITE_OK; };
        m.xCheckReservedLock = [](sqlite3_file*, int* out) {
            *out = 0;
            return SQLITE_OK;
        };
        m.xFileControl = control_file;
        // As SQLite's own VFS on Linux, whatever the disk's sectors are: it takes a disk to be one whose cut writes leave
        // the bytes beside them alone.
        m.xSectorSize = [](sqlite3_file*) { return 4096; };
        m.xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; };
        m.xShmMap = map_shared;
        m.xShmLock = [](sqlite3_file*, int, int, int) { return SQLITE_OK; };
        m.xShmBarrier = [](sqlite3_file*) {};
        m.xShmUnmap = [](sqlite3_file* file, int) {
            of(file).shared.clear();
            return SQLITE_OK;
        };
        return m;
    }();
    return &table;
}

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
    file->pMethods = nullptr;
    ModelDisk& disk = *the_disk;
    if (disk.ask(DiskCall::open) != DiskFault::none) return SQLITE_CANTOPEN;
    auto opened = std::make_unique<Opened>();
    opened->disk = &disk;
    opened->flags = flags;
    if (name == nullptr) {
        opened->node = disk.make_unnamed_file();
    } else {
        opened->path = name;
        const auto there = disk.find(name);
        if (there && disk.is_folder(*there)) return SQLITE_CANTOPEN;
        if (!there && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
        if (!there && disk.ask(DiskCall::link) != DiskFault::none) return SQLITE_CANTOPEN;
        opened->node = there ? *there : disk.make_file(name);
        constexpr int kJournals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
        opened->sync_folder = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & kJournals) != 0;
    }
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0) disk.most_connections = std::max(disk.most_connections, ++disk.connections);
    if (out != nullptr) *out = flags;
    reinterpret_cast<ModelFile*>(file)->opened = opened.release();
    file->pMethods = methods();
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* name, int sync_folder) {
    if (!the_disk->find(name)) return SQLITE_IOERR_DELETE_NOENT;
    if (the_disk->ask(DiskCall::unlink) != DiskFault::none) return SQLITE_IOERR_DELETE;
    the_disk->unlink(name);
    if (sync_folder == 0) return SQLITE_OK;
    if (the_disk->ask(DiskCall::sync_folder) != DiskFault::none) return SQLITE_IOERR_DIR_FSYNC;
    the_disk->sync_folder(std::filesystem::path{name}.parent_path());
    return SQLITE_OK;
}

int may_access(sqlite3_vfs*, const char* name, int flags, int* out) {
    const auto node = the_disk->find(name);
    *out = node && (flags != SQLITE_ACCESS_EXISTS || the_disk->is_folder(*node) || the_disk->content(*node).size() > 0);
    return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}

}  // namespace

struct ModelVfs::State {
    sqlite3_vfs* under = sqlite3_vfs_find(nullptr);
    sqlite3_vfs vfs = *under;  // its clock and its dice
};

ModelVfs::ModelVfs() : state_(std::make_unique<State>()) {
    sqlite3_vfs& vfs = state_->vfs;
    vfs.zName = "vstrecha-model";
    vfs.pNext = nullptr;
    vfs.szOsFile = static_cast<int>(sizeof(ModelFile));
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = may_access;
    vfs.xFullPathname = full_name;
    sqlite3_vfs_register(&vfs, 1);
}

ModelVfs::~ModelVfs() {
    sqlite3_vfs_unregister(&state_->vfs);
    sqlite3_vfs_register(state_->under, 1);
}

DiskInUse::DiskInUse(ModelDisk& disk) : before_(the_disk) { the_disk = &disk; }
DiskInUse::~DiskInUse() { the_disk = before_; }

}  // namespace support
