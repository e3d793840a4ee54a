#include "tests/support/model_disk/model_files.h"

namespace support {

namespace {

namespace fs = std::filesystem;

api::FileError error(api::FileErrorKind kind, const fs::path& path) { return {kind, path, "the model's"}; }

api::FileErrorKind kind_of(DiskFault fault) {
    switch (fault) {
        case DiskFault::full: return api::FileErrorKind::no_space;
        case DiskFault::read_only: return api::FileErrorKind::read_only;
        default: return api::FileErrorKind::input_output;
    }
}

// The result of a step that the disk may refuse: `done` is called where it does not.
template <class Done>
api::FileResult<void> unless_faulty(ModelDisk& disk, DiskCall call, const fs::path& path, const Done& done) {
    if (const auto fault = disk.ask(call); fault != DiskFault::none) return base::failure(error(kind_of(fault), path));
    done();
    return {};
}

class Reader : public api::FileReader {
  public:
    Reader(ModelDisk& disk, ModelDisk::Node node, fs::path file)
        : disk_(disk), node_(node), file_(std::move(file)), size_(disk.content(node).size()) {}
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] api::FileResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> to) override {
        if (disk_.ask(DiskCall::read) != DiskFault::none)
            return base::failure(error(api::FileErrorKind::input_output, file_));
        return disk_.content(node_).read(offset, to);
    }
    void forget(std::uint64_t, std::uint64_t) override {}

  private:
    ModelDisk& disk_;
    ModelDisk::Node node_;
    fs::path file_;
    std::uint64_t size_;
};

class Held : public api::ProcessLock {
  public:
    Held(std::set<fs::path>& all, fs::path file) : all_(all), file_(std::move(file)) { all_.insert(file_); }
    ~Held() override { all_.erase(file_); }

  private:
    std::set<fs::path>& all_;
    fs::path file_;
};

}  // namespace

api::FileResult<base::Bytes> ModelFiles::read(const fs::path& file, std::uint64_t limit) {
    const auto node = disk_.find(file);
    if (!node || disk_.is_folder(*node)) return base::failure(error(api::FileErrorKind::not_found, file));
    if (const auto fault = disk_.ask(DiskCall::read); fault != DiskFault::none)
        return base::failure(error(api::FileErrorKind::input_output, file));
    const FileContent& content = disk_.content(*node);
    if (content.size() > limit) return base::failure(error(api::FileErrorKind::too_large, file));
    base::Bytes bytes(content.size());
    content.read(0, bytes);
    return bytes;
}

api::FileResult<void> ModelFiles::write_atomically(const fs::path& file, base::ByteView content) {
    const fs::path folder = file.parent_path();
    if (const auto node = disk_.find(folder); !node || !disk_.is_folder(*node))
        return base::failure(error(api::FileErrorKind::not_found, file));
    const fs::path name = folder / ("." + file.filename().string() + "." + std::to_string(++temporary_));
    ModelDisk::Node node = 0;
    auto done = unless_faulty(disk_, DiskCall::link, file, [&] { node = disk_.make_file(name); });
    if (!done) return done;
    done = write_and_sync(node, file, 0, content);
    if (done) done = unless_faulty(disk_, DiskCall::rename, file, [&] { disk_.rename(name, file); });
    if (!done) {
        disk_.unlink(name);
        return done;
    }
    return sync_folder_of(file);
}

api::FileResult<void> ModelFiles::make_folders(const fs::path& folder) {
    if (folder.empty()) return {};
    if (const auto node = disk_.find(folder)) {
        if (disk_.is_folder(*node)) return {};
        return base::failure(error(api::FileErrorKind::exists, folder));
    }
    if (const auto parent = folder.parent_path(); parent != folder) {
        if (auto made = make_folders(parent); !made) return made;
    }
    auto made = unless_faulty(disk_, DiskCall::link, folder, [&] { disk_.make_folder(folder); });
    if (!made) return made;
    return unless_faulty(disk_, DiskCall::sync_folder, folder, [&] { disk_.sync_folder(folder.parent_path()); });
}

bool ModelFiles::exists(const fs::path& path) { return disk_.find(path).has_value(); }

api::FileResult<std::vector<std::string>> ModelFiles::list(const fs::path& folder) {
    const auto node = disk_.find(folder);
    if (!node || !disk_.is_folder(*node)) return base::failure(error(api::FileErrorKind::not_found, folder));
    return disk_.list(*node);
}

api::FileResult<void> ModelFiles::remove(const fs::path& path) {
    const auto node = disk_.find(path);
    if (!node) return base::failure(error(api::FileErrorKind::not_found, path));
    if (disk_.is_folder(*node) && !disk_.list(*node).empty())
        return base::failure(error(api::FileErrorKind::exists, path));
    auto done = unless_faulty(disk_, DiskCall::unlink, path, [&] { disk_.unlink(path); });
    if (!done) return done;
    return unless_faulty(disk_, DiskCall::sync_folder, path, [&] { disk_.sync_folder(path.parent_path()); });
}

api::FileResult<void> ModelFiles::write_and_sync(ModelDisk::Node node, const fs::path& file, std::uint64_t offset,
                                                 base::ByteView content) {
    if (!content.empty()) {
        const auto fault = disk_.ask(DiskCall::write);
        // What failed may have been done by half.
        if (fault != DiskFault::read_only)
            disk_.write(node, offset, fault == DiskFault::none ? content : content.first(content.size() / 2));
        if (fault != DiskFault::none) return base::failure(error(kind_of(fault), file));
    }
    auto done = unless_faulty(disk_, DiskCall::sync, file, [&] { disk_.sync(node); });
    if (!done) disk_.fail_sync(node);
    return done;
}

api::FileResult<void> ModelFiles::sync_folder_of(const fs::path& file) {
    return unless_faulty(disk_, DiskCall::sync_folder, file, [&] { disk_.sync_folder(file.parent_path()); });
}

api::FileResult<std::unique_ptr<api::FileReader>> ModelFiles::open(const fs::path& file) {
    const auto node = disk_.find(file);
    if (!node || disk_.is_folder(*node)) return base::failure(error(api::FileErrorKind::not_found, file));
    return std::make_unique<Reader>(disk_, *node, file);
}

api::FileResult<void> ModelFiles::write_at(const fs::path& file, std::uint64_t offset, base::ByteView content) {
    auto node = disk_.find(file);
    const bool is_new = !node;
    if (is_new) {
        if (!disk_.find(file.parent_path())) return base::failure(error(api::FileErrorKind::not_found, file));
        auto made = unless_faulty(disk_, DiskCall::link, file, [&] { node = disk_.make_file(file); });
        if (!made) return made;
    }
    auto done = write_and_sync(*node, file, offset, content);
    if (done && is_new) done = sync_folder_of(file);
    if (!done && is_new) disk_.unlink(file);
    return done;
}

api::FileResult<void> ModelFiles::rename(const fs::path& from, const fs::path& to) {
    if (!disk_.find(from) || !disk_.find(to.parent_path()))
        return base::failure(error(api::FileErrorKind::not_found, from));
    auto done = unless_faulty(disk_, DiskCall::rename, from, [&] { disk_.rename(from, to); });
    if (done) done = sync_folder_of(to);
    if (done && from.parent_path() != to.parent_path()) done = sync_folder_of(from);
    return done;
}

api::FileResult<void> ModelFiles::copy(const fs::path& from, const fs::path& to, Copying copying) {
    const auto node = disk_.find(from);
    if (!node || disk_.is_folder(*node)) return base::failure(error(api::FileErrorKind::not_found, from));
    if (disk_.find(to)) return base::failure(error(api::FileErrorKind::exists, to));
    if (copying == Copying::share) {
        auto done = unless_faulty(disk_, DiskCall::link, to, [&] { disk_.link(from, to); });
        return done ? sync_folder_of(to) : done;
    }
    base::Bytes bytes(disk_.content(*node).size());
    disk_.content(*node).read(0, bytes);
    ModelDisk::Node copy = 0;
    auto done = unless_faulty(disk_, DiskCall::link, to, [&] { copy = disk_.make_file(to); });
    if (!done) return done;
    done = write_and_sync(copy, to, 0, bytes);
    if (done) done = sync_folder_of(to);
    if (!done) disk_.unlink(to);
    return done;
}

api::FileResult<api::FileSystem::Space> ModelFiles::space(const fs::path&) {
    return Space{std::uint64_t{1} << 34, std::uint64_t{1} << 33};
}

api::FileResult<std::unique_ptr<api::ProcessLock>> ModelLocks::take(const fs::path& file) {
    if (!disk_.find(file.parent_path())) return base::failure(error(api::FileErrorKind::not_found, file));
    if (held_.contains(file)) return base::failure(error(api::FileErrorKind::exists, file));
    if (!disk_.find(file)) {
        const auto made = unless_faulty(disk_, DiskCall::link, file, [&] { disk_.make_file(file); });
        if (!made) return base::failure(made.error());
    }
    return std::make_unique<Held>(held_, file);
}

}  // namespace support
