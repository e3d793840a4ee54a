#pragma once

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "platform/api/drives.h"
#include "platform/api/enclosed_folder.h"

namespace support {

// A USB stick in memory, which may fail at any call or be pulled out. What was written into a file and not finished is
// there by half when it is put in again. Paths are relative, as those of api::EnclosedFolder. One thread.
class FakeDrive : public api::Drives, public api::EnclosedFolders {
  public:
    enum class Call { visit, open, read, create, write, finish, make_folders, rename, remove, space, release };
    // Asked before each call; nothing: it is done.
    std::function<std::optional<api::FileErrorKind>(Call)> fault;
    // Asked of each block that is written: what the drive makes of it.
    std::function<void(base::Bytes&)> wear;
    std::uint64_t written = 0, read = 0;  // bytes
    std::size_t calls = 0;
    bool is_pulled_out = false;
    bool can_unmount = true;
    bool is_mounted = true;
    bool is_writable = true;
    std::uint64_t room = std::uint64_t{8} << 30, size = std::uint64_t{16} << 30;
    std::vector<api::DriveNote> notes;

    std::map<std::string, base::Bytes> files;
    std::set<std::string> folders{""};
    std::set<std::string> others;  // links, pipes and the like

    // As somebody finds it who puts it into another machine: what was not finished was cut in the middle.
    void put_in_again() {
        is_pulled_out = false;
        is_mounted = true;
        fault = nullptr;
        for (const std::string& name : unfinished_) {
            if (auto found = files.find(name); found != files.end()) found->second.resize(found->second.size() / 2);
        }
        unfinished_.clear();
    }
    [[nodiscard]] std::unique_ptr<api::EnclosedFolder> folder() { return std::make_unique<Folder>(*this); }

    [[nodiscard]] std::vector<api::Drive> mounted() override {
        if (!is_mounted || is_pulled_out) return {};
        return {{"/media/FLASH", "FLASH", is_writable}};
    }
    [[nodiscard]] std::vector<api::DriveNote> noted() override { return notes; }
    // The test says when something has changed.
    std::function<void()> changed;
    [[nodiscard]] std::unique_ptr<api::DrivesWatch> watch(std::function<void()> tell) override {
        changed = std::move(tell);
        return std::make_unique<api::DrivesWatch>();
    }
    [[nodiscard]] api::FileResult<api::Released> release(const std::filesystem::path& mount_point) override {
        if (auto failed = ask(Call::release, mount_point)) return base::failure(*failed);
        if (!is_mounted) return base::failure(error(api::FileErrorKind::not_found, mount_point));
        if (!can_unmount) return api::Released::synced;
        is_mounted = false;
        return api::Released::unmounted;
    }
    [[nodiscard]] api::FileResult<std::unique_ptr<api::EnclosedFolder>> open(const std::filesystem::path& path,
                                                                             api::MadeFor) override {
        if (is_pulled_out || !is_mounted) return base::failure(error(api::FileErrorKind::not_found, path));
        return folder();
    }

  private:
    static api::FileError error(api::FileErrorKind kind, const std::filesystem::path& path) {
        return {kind, path, "the test"};
    }
    std::optional<api::FileError> ask(Call call, const std::filesystem::path& path) {
        ++calls;
        if (fault) {
            if (const auto kind = fault(call)) return error(*kind, path);
        }
        if (is_pulled_out) return error(api::FileErrorKind::input_output, path);
        return std::nullopt;
    }

    struct Reader : api::FileReader {
        Reader(FakeDrive& drive, std::string name) : drive_(drive), name_(std::move(name)) {}
        [[nodiscard]] std::uint64_t size() const override { return drive_.files.at(name_).size(); }
        [[nodiscard]] api::FileResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> to) override {
            if (auto failed = drive_.ask(Call::read, name_)) return base::failure(*failed);
            const base::Bytes& content = drive_.files.at(name_);
            const auto begin = std::min<std::size_t>(offset, content.size());
            const auto size = std::min(to.size(), content.size() - begin);
            std::copy_n(content.begin() + static_cast<std::ptrdiff_t>(begin), size, to.begin());
            drive_.read += size;
            return size;
        }
        void forget(std::uint64_t, std::uint64_t) override {}

      private:
        FakeDrive& drive_;
        std::string name_;
    };
    struct Writer : api::FileWriter {
        Writer(FakeDrive& drive, std::string name) : drive_(drive), name_(std::move(name)) {}
        [[nodiscard]] api::FileResult<void> write(base::ByteView more) override {
            if (auto failed = drive_.ask(Call::write, name_)) return base::failure(*failed);
            base::Bytes block{more.begin(), more.end()};
            if (drive_.wear) drive_.wear(block);
            base::Bytes& content = drive_.files[name_];
            content.insert(content.end(), block.begin(), block.end());
            drive_.written += block.size();
            return {};
        }
        [[nodiscard]] api::FileResult<void> finish() override {
            if (auto failed = drive_.ask(Call::finish, name_)) return base::failure(*failed);
            drive_.unfinished_.erase(name_);
            return {};
        }

      private:
        FakeDrive& drive_;
        std::string name_;
    };
    class Folder : public api::EnclosedFolder {
      public:
        explicit Folder(FakeDrive& drive) : drive_(drive) {}
        [[nodiscard]] api::FileResult<void> visit(const std::filesystem::path& folder, const Each& each) override {
            if (auto failed = drive_.ask(Call::visit, folder)) return base::failure(*failed);
            if (!drive_.folders.contains(folder.string()))
                return base::failure(error(api::FileErrorKind::not_found, folder));
            const auto tell = [&](const std::string& name, api::EntryKind kind) {
                const std::filesystem::path path = name;
                return name.empty() || path.parent_path() != folder || each(path.filename().string(), kind);
            };
            for (const auto& name : drive_.others)
                if (!tell(name, api::EntryKind::other)) return {};
            for (const auto& name : drive_.folders)
                if (!tell(name, api::EntryKind::folder)) return {};
            for (const auto& [name, content] : drive_.files)
                if (!tell(name, api::EntryKind::file)) return {};
            return {};
        }
        [[nodiscard]] api::FileResult<std::unique_ptr<api::FileReader>> open(
            const std::filesystem::path& file) override {
            if (auto failed = drive_.ask(Call::open, file)) return base::failure(*failed);
            if (drive_.others.contains(file.string()))
                return base::failure(error(api::FileErrorKind::no_permission, file));
            if (!drive_.files.contains(file.string())) return base::failure(error(api::FileErrorKind::not_found, file));
            return std::make_unique<Reader>(drive_, file.string());
        }
        [[nodiscard]] api::FileResult<std::unique_ptr<api::FileWriter>> create(
            const std::filesystem::path& file) override {
            if (auto failed = drive_.ask(Call::create, file)) return base::failure(*failed);
            if (!drive_.folders.contains(file.parent_path().string()))
                return base::failure(error(api::FileErrorKind::not_found, file));
            drive_.files[file.string()].clear();
            drive_.unfinished_.insert(file.string());
            return std::make_unique<Writer>(drive_, file.string());
        }
        [[nodiscard]] api::FileResult<void> make_folders(const std::filesystem::path& folder) override {
            if (auto failed = drive_.ask(Call::make_folders, folder)) return base::failure(*failed);
            for (auto path = folder; !path.empty(); path = path.parent_path()) drive_.folders.insert(path.string());
            return {};
        }
        [[nodiscard]] api::FileResult<void> rename(const std::filesystem::path& from,
                                                   const std::filesystem::path& to) override {
            if (auto failed = drive_.ask(Call::rename, from)) return base::failure(*failed);
            auto node = drive_.files.extract(from.string());
            if (node.empty()) return base::failure(error(api::FileErrorKind::not_found, from));
            drive_.files[to.string()] = std::move(node.mapped());
            return {};
        }
        [[nodiscard]] api::FileResult<void> remove(const std::filesystem::path& file) override {
            if (auto failed = drive_.ask(Call::remove, file)) return base::failure(*failed);
            if (drive_.files.erase(file.string()) == 0)
                return base::failure(error(api::FileErrorKind::not_found, file));
            drive_.unfinished_.erase(file.string());
            return {};
        }
        [[nodiscard]] api::FileResult<api::FileSystem::Space> space() override {
            if (auto failed = drive_.ask(Call::space, {})) return base::failure(*failed);
            return api::FileSystem::Space{drive_.size, drive_.room};
        }

      private:
        FakeDrive& drive_;
    };

    std::set<std::string> unfinished_;
};

}  // namespace support
