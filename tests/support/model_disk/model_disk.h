#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace support {

using DiskBytes = std::vector<std::uint8_t>;

// The bytes of a file, in shared blocks: a copy costs little, so that a whole disk can be copied at each of thousands of
// cuts.
class FileContent {
  public:
    [[nodiscard]] std::uint64_t size() const { return size_; }
    // What is beyond the end is not read; how many bytes were.
    std::size_t read(std::uint64_t offset, std::span<std::uint8_t> to) const;
    // What lies between the end and `offset` becomes zeros.
    void write(std::uint64_t offset, std::span<const std::uint8_t> bytes);
    void resize(std::uint64_t size);

  private:
    static constexpr std::size_t kBlock = 4096;
    using Block = std::array<std::uint8_t, kBlock>;
    std::vector<std::shared_ptr<Block>> blocks_;  // none: zeros
    std::uint64_t size_ = 0;
};

// What became of the unsynced writes when the power was cut.
enum class Damage {
    all_lost,      // the disk never got to any of them
    all_kept,      // it got to all of them
    in_order,      // it got to the first few, the last of these torn
    reordered,     // each sector of each write by itself, kept or lost
    only_the_last, // it took the last one first
    torn           // as reordered, and sectors are torn within: the beginning new, the end old
};
inline constexpr std::array kDamages{Damage::all_lost, Damage::all_kept,      Damage::in_order,
                                     Damage::reordered, Damage::only_the_last, Damage::torn};
[[nodiscard]] const char* name_of(Damage damage);

struct Cut {
    Damage damage = Damage::all_lost;
    std::uint64_t seed = 0;
    std::size_t sector = 512;
};

// What a program asks of a disk; a test may make it fail.
enum class DiskCall { open, read, write, truncate, sync, link, unlink, rename, sync_folder };
enum class DiskFault { none, full, read_only, input_output };

// A disk as POSIX allows it to be, with the kernel's cache above it. What was written is read back at once, but only a
// sync of the file makes it last, and only a sync of the folder makes a name last (made, renamed or removed). Until then
// a power cut may lose it, keep it, or keep later things without earlier ones. One thread.
class ModelDisk {
  public:
    using Node = int;  // a file or a folder; kRoot is the folder "/"
    static constexpr Node kRoot = 1;

    ModelDisk();

    // -- names; a path is absolute. Nothing where it does not lead to something.
    [[nodiscard]] std::optional<Node> find(const std::filesystem::path& path) const;
    [[nodiscard]] bool is_folder(Node node) const { return folders_.contains(node); }
    [[nodiscard]] std::vector<std::string> list(Node folder) const;
    // In the parent, which is there; over whatever has that name.
    Node make_file(const std::filesystem::path& path);
    Node make_folder(const std::filesystem::path& path);
    Node make_unnamed_file();
    void link(const std::filesystem::path& from, const std::filesystem::path& to);  // a second name of a file
    void unlink(const std::filesystem::path& path);
    void rename(const std::filesystem::path& from, const std::filesystem::path& to);
    void sync_folder(const std::filesystem::path& folder);

    // -- bytes
    [[nodiscard]] const FileContent& content(Node file) const { return files_.at(file).seen; }
    void write(Node file, std::uint64_t offset, std::span<const std::uint8_t> bytes);
    void truncate(Node file, std::uint64_t size);
    void sync(Node file);
    // A sync that failed: the kernel forgets that these writes are still to be done, as Linux does. They are read back, but
    // no later sync brings them to the disk.
    void fail_sync(Node file);

    // -- the power is cut: the disk as it is found afterwards. What is written next is as if never cut before.
    [[nodiscard]] ModelDisk after(const Cut& cut) const;
    // Something that a cut could take.
    [[nodiscard]] bool has_unsynced() const;

    // -- the record of all that changes this disk, for a sweep that plays it again on a copy
    struct Step {
        enum class Kind { write, truncate, sync, fail_sync, names, sync_folder };
        struct Name {
            Node folder = 0;
            std::string name;
            Node node = 0;  // 0: the name goes
        };
        Kind kind = Kind::sync;
        Node node = 0;
        std::uint64_t offset = 0;  // of a truncation: the size
        DiskBytes bytes;
        std::vector<Name> names;  // all of them at one instant
        bool is_new_folder = false;
    };
    void record(std::vector<Step>* into) { record_ = into; }
    void play(const Step& step);

    // Asked before each call; what it answers is what the caller is told, and then nothing is done.
    std::function<DiskFault(DiskCall)> fault;
    [[nodiscard]] DiskFault ask(DiskCall call) const { return fault ? fault(call) : DiskFault::none; }

    // Of the VFS: connections to databases that are open now, and the most there ever were.
    int connections = 0, most_connections = 0;

  private:
    struct File {
        FileContent seen, lasting;
        std::vector<Step> unsynced;  // writes and truncations
    };
    using Folder = std::map<std::string, Node>;

    void apply(Step step);
    void apply_names(std::map<Node, Folder>& folders, const Step& step) const;
    [[nodiscard]] Step naming(Node node, const std::filesystem::path& path) const;

    std::map<Node, File> files_;
    std::map<Node, Folder> folders_, lasting_folders_;
    std::vector<Step> unsynced_names_;
    Node next_ = kRoot + 1;
    std::vector<Step>* record_ = nullptr;
};

}  // namespace support
