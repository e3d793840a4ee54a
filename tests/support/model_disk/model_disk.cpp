#include "tests/support/model_disk/model_disk.h"

#include <algorithm>
#include <random>
#include <set>
#include <stdexcept>

namespace support {

namespace {

using Random = std::mt19937_64;
using Step = ModelDisk::Step;

bool chance(Random& random) { return (random() >> 17 & 1) != 0; }

void apply_to(FileContent& content, const Step& step) {
    if (step.kind == Step::Kind::truncate) content.resize(step.offset);
    else content.write(step.offset, step.bytes);
}

// The part of a write that is within one sector; `first` is where it begins in the write.
template <class Each>
void each_sector(const Step& step, std::size_t sector, const Each& each) {
    std::size_t first = 0;
    while (first < step.bytes.size()) {
        const std::size_t room = sector - (step.offset + first) % sector;
        const std::size_t size = std::min(room, step.bytes.size() - first);
        each(first, size);
        first += size;
    }
}

void write_part(FileContent& content, const Step& step, std::size_t first, std::size_t size) {
    content.write(step.offset + first, std::span(step.bytes).subspan(first, size));
}

// A write of which the beginning reached the disk.
void tear(FileContent& content, const Step& step, std::size_t sector, Random& random) {
    if (step.kind == Step::Kind::truncate) return;
    const std::size_t kept = random() % (step.bytes.size() / sector + 1) * sector;
    write_part(content, step, 0, std::min(kept, step.bytes.size()));
}

void scatter(FileContent& content, const Step& step, const Cut& cut, Random& random) {
    if (step.kind == Step::Kind::truncate) {
        if (chance(random)) apply_to(content, step);
        return;
    }
    each_sector(step, cut.sector, [&](std::size_t first, std::size_t size) {
        if (!chance(random)) return;
        // Within a sector the bytes before the end of the tear are new; bytes that nobody wrote stay as they were.
        if (cut.damage == Damage::torn && random() % 4 == 0) size = random() % size;
        write_part(content, step, first, size);
    });
}

FileContent after_cut(FileContent content, const std::vector<Step>& unsynced, const Cut& cut, Random& random) {
    if (unsynced.empty()) return content;
    switch (cut.damage) {
        case Damage::all_lost:
            break;
        case Damage::all_kept:
            for (const Step& step : unsynced) apply_to(content, step);
            break;
        case Damage::in_order: {
            const std::size_t kept = random() % (unsynced.size() + 1);
            for (std::size_t i = 0; i < kept; ++i) apply_to(content, unsynced[i]);
            if (kept < unsynced.size()) tear(content, unsynced[kept], cut.sector, random);
            break;
        }
        case Damage::only_the_last:
            apply_to(content, unsynced.back());
            break;
        case Damage::reordered:
        case Damage::torn:
            for (const Step& step : unsynced) scatter(content, step, cut, random);
            break;
    }
    return content;
}

// Names are a journal's: each change is whole or not there. Which of them there are is as open as with writes.
std::vector<const Step*> kept_names(const std::vector<Step>& unsynced, const Cut& cut, Random& random) {
    std::vector<const Step*> kept;
    const std::size_t first_lost = random() % (unsynced.size() + 1);
    for (std::size_t i = 0; i < unsynced.size(); ++i) {
        bool keep = false;
        switch (cut.damage) {
            case Damage::all_lost: break;
            case Damage::all_kept: keep = true; break;
            case Damage::in_order: keep = i < first_lost; break;
            case Damage::only_the_last: keep = i + 1 == unsynced.size(); break;
            case Damage::reordered:
            case Damage::torn: keep = chance(random); break;
        }
        if (keep) kept.push_back(&unsynced[i]);
    }
    return kept;
}

}  // namespace

const char* name_of(Damage damage) {
    switch (damage) {
        case Damage::all_lost: return "all lost";
        case Damage::all_kept: return "all kept";
        case Damage::in_order: return "in order";
        case Damage::reordered: return "reordered";
        case Damage::only_the_last: return "only the last";
        case Damage::torn: return "torn";
    }
    return "?";
}

std::size_t FileContent::read(std::uint64_t offset, std::span<std::uint8_t> to) const {
    if (offset >= size_) return 0;
    const std::size_t size = std::min<std::uint64_t>(to.size(), size_ - offset);
    for (std::size_t done = 0; done < size;) {
        const std::uint64_t at = offset + done;
        const std::size_t from = at % kBlock, part = std::min(kBlock - from, size - done);
        if (const auto& block = blocks_[at / kBlock]) std::copy_n(block->begin() + static_cast<long>(from), part, to.begin() + static_cast<long>(done));
        else std::fill_n(to.begin() + static_cast<long>(done), part, std::uint8_t{0});
        done += part;
    }
    return size;
}

void FileContent::write(std::uint64_t offset, std::span<const std::uint8_t> bytes) {
    if (bytes.empty()) return;
    if (offset + bytes.size() > size_) resize(offset + bytes.size());
    for (std::size_t done = 0; done < bytes.size();) {
        const std::uint64_t at = offset + done;
        const std::size_t to = at % kBlock, part = std::min(kBlock - to, bytes.size() - done);
        auto& block = blocks_[at / kBlock];
        const auto from = bytes.subspan(done, part);
        done += part;
        // A megabyte of reserve costs nothing as long as it is zeros.
        if (!block && std::all_of(from.begin(), from.end(), [](std::uint8_t byte) { return byte == 0; })) continue;
        if (!block) block = std::make_shared<Block>();  // zeros
        else if (block.use_count() > 1) block = std::make_shared<Block>(*block);
        std::copy(from.begin(), from.end(), block->begin() + static_cast<long>(to));
    }
}

void FileContent::resize(std::uint64_t size) {
    if (size < size_ && size % kBlock != 0) {
        // What is cut off must not come back when the file grows again.
        if (auto& block = blocks_[size / kBlock]) {
            block = std::make_shared<Block>(*block);
            std::fill(block->begin() + static_cast<long>(size % kBlock), block->end(), std::uint8_t{0});
        }
    }
    blocks_.resize((size + kBlock - 1) / kBlock);
    size_ = size;
}

ModelDisk::ModelDisk() {
    folders_[kRoot];
    lasting_folders_[kRoot];
}

std::optional<ModelDisk::Node> ModelDisk::find(const std::filesystem::path& path) const {
    Node node = kRoot;
    for (const auto& part : path.relative_path()) {
        if (part.empty() || part == ".") continue;
        const auto folder = folders_.find(node);
        if (folder == folders_.end()) return std::nullopt;
        const auto entry = folder->second.find(part.string());
        if (entry == folder->second.end()) return std::nullopt;
        node = entry->second;
    }
    return node;
}

std::vector<std::string> ModelDisk::list(Node folder) const {
    std::vector<std::string> names;
    for (const auto& [name, node] : folders_.at(folder)) names.push_back(name);
    return names;
}

ModelDisk::Step ModelDisk::naming(Node node, const std::filesystem::path& path) const {
    const auto folder = find(path.parent_path());
    if (!folder || !is_folder(*folder)) throw std::logic_error("no folder " + path.parent_path().string());
    Step step;
    step.kind = Step::Kind::names;
    step.node = node;
    step.names = {{*folder, path.filename().string(), node}};
    return step;
}

ModelDisk::Node ModelDisk::make_file(const std::filesystem::path& path) {
    const Node node = next_++;
    apply(naming(node, path));
    return node;
}

ModelDisk::Node ModelDisk::make_unnamed_file() {
    const Node node = next_++;
    files_[node];
    return node;
}

ModelDisk::Node ModelDisk::make_folder(const std::filesystem::path& path) {
    const Node node = next_++;
    Step step = naming(node, path);
    step.is_new_folder = true;
    apply(std::move(step));
    return node;
}

void ModelDisk::link(const std::filesystem::path& from, const std::filesystem::path& to) {
    apply(naming(find(from).value(), to));
}

void ModelDisk::unlink(const std::filesystem::path& path) { apply(naming(0, path)); }

void ModelDisk::rename(const std::filesystem::path& from, const std::filesystem::path& to) {
    const auto node = find(from);
    if (!node) throw std::logic_error("no file " + from.string());
    Step step = naming(0, from);
    step.names.push_back(naming(*node, to).names.front());
    apply(std::move(step));
}

void ModelDisk::sync_folder(const std::filesystem::path& folder) {
    Step step;
    step.kind = Step::Kind::sync_folder;
    step.node = find(folder).value();
    apply(std::move(step));
}

void ModelDisk::write(Node file, std::uint64_t offset, std::span<const std::uint8_t> bytes) {
    Step step;
    step.kind = Step::Kind::write;
    step.node = file;
    step.offset = offset;
    step.bytes.assign(bytes.begin(), bytes.end());
    apply(std::move(step));
}

void ModelDisk::truncate(Node file, std::uint64_t size) {
    Step step;
    step.kind = Step::Kind::truncate;
    step.node = file;
    step.offset = size;
    apply(std::move(step));
}

void ModelDisk::sync(Node file) {
    Step step;
    step.node = file;
    apply(std::move(step));
}

void ModelDisk::fail_sync(Node file) {
    Step step;
    step.kind = Step::Kind::fail_sync;
    step.node = file;
    apply(std::move(step));
}

void ModelDisk::apply(Step step) {
    if (record_ != nullptr) record_->push_back(step);
    switch (step.kind) {
        case Step::Kind::write:
        case Step::Kind::truncate: {
            File& file = files_.at(step.node);
            apply_to(file.seen, step);
            file.unsynced.push_back(std::move(step));
            break;
        }
        case Step::Kind::sync: {
            File& file = files_.at(step.node);
            for (const Step& each : file.unsynced) apply_to(file.lasting, each);
            file.unsynced.clear();
            break;
        }
        case Step::Kind::fail_sync:
            files_.at(step.node).unsynced.clear();
            break;
        case Step::Kind::names:
            if (step.is_new_folder) {
                folders_[step.node];
                lasting_folders_[step.node];
            } else if (step.node != 0) {
                files_[step.node];
            }
            apply_names(folders_, step);
            unsynced_names_.push_back(std::move(step));
            break;
        case Step::Kind::sync_folder: {
            const auto touches = [&](const Step& names) {
                return std::any_of(names.names.begin(), names.names.end(),
                                   [&](const Step::Name& name) { return name.folder == step.node; });
            };
            for (const Step& each : unsynced_names_) {
                if (touches(each)) apply_names(lasting_folders_, each);
            }
            std::erase_if(unsynced_names_, touches);
            break;
        }
    }
}

void ModelDisk::apply_names(std::map<Node, Folder>& folders, const Step& step) const {
    for (const auto& [folder, name, node] : step.names) {
        if (node == 0) folders[folder].erase(name);
        else folders[folder][name] = node;
    }
}

void ModelDisk::play(const Step& step) {
    next_ = std::max(next_, step.node + 1);
    if (step.kind == Step::Kind::write || step.kind == Step::Kind::truncate) files_[step.node];  // it may have no name
    apply(step);
}

bool ModelDisk::has_unsynced() const {
    return !unsynced_names_.empty() || std::any_of(files_.begin(), files_.end(), [](const auto& each) {
        return !each.second.unsynced.empty();
    });
}

ModelDisk ModelDisk::after(const Cut& cut) const {
    Random random(cut.seed * 0x9E3779B97F4A7C15U + static_cast<std::uint64_t>(cut.damage) + cut.sector);
    ModelDisk found;
    found.next_ = next_;
    auto folders = lasting_folders_;
    for (const Step* step : kept_names(unsynced_names_, cut, random)) apply_names(folders, *step);
    std::vector<Node> reached{kRoot};
    found.folders_.clear();
    while (!reached.empty()) {
        const Node node = reached.back();
        reached.pop_back();
        if (found.folders_.contains(node) || found.files_.contains(node)) continue;
        if (const auto folder = folders.find(node); folder != folders.end()) {
            found.folders_[node] = folder->second;
            for (const auto& [name, inside] : folder->second) reached.push_back(inside);
            continue;
        }
        const File& file = files_.at(node);
        File& left = found.files_[node];
        left.seen = left.lasting = after_cut(file.lasting, file.unsynced, cut, random);
    }
    found.lasting_folders_ = found.folders_;
    return found;
}

}  // namespace support
