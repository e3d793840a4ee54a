#include "app/stick/archive.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/eventlog/checkpoint.h"
#include "app/eventlog/sealing.h"
#include "app/eventlog/signing.h"
#include "app/stick/careful.h"
#include "app/stick/holding.h"
#include "app/stick/kept_lines.h"
#include "app/stick/layout.h"
#include "platform/base/bytes.h"
#include "platform/base/id.h"

namespace stick {

namespace {

using base::failure;
template <class T>
using Done = base::Result<T, ArchiveError>;

constexpr std::size_t kLargestKeyFile = 4096;
constexpr std::size_t kLargestCheckpoints = 16 * 1024 * 1024;
// Bundles of a kiosk that lost lines wait for each other a few times; a hostile one would have them read without end.
constexpr int kMostPasses = 16;

ArchiveError of_disk(const api::FileError& error) {
    return {ArchiveError::Kind::disk, error.path.string() + ": " + error.detail};
}

std::string first_line(base::ByteView bytes) {
    const std::string_view text = base::as_text(bytes);
    return std::string{text.substr(0, text.find_first_of("\r\n"))};
}

Verdict verdict_of(eventlog::BundleError error) {
    switch (error) {
        case eventlog::BundleError::sealed:
        case eventlog::BundleError::wrong_key: return Verdict::sealed;
        case eventlog::BundleError::too_large: return Verdict::too_large;
        case eventlog::BundleError::wrong_signature: return Verdict::other_key;
        case eventlog::BundleError::not_a_bundle:
        case eventlog::BundleError::damaged:
        case eventlog::BundleError::not_in_order:
        case eventlog::BundleError::not_an_event:
        case eventlog::BundleError::refused: break;
    }
    return Verdict::damaged;
}

// Of one kiosk, while its bundles are taken in.
struct OneKiosk {
    KioskCame came;
    std::string key;  // hex
    domain::Seq begins = 1;
    std::filesystem::path folder;
    Holding holding;
};

class FolderArchive : public Archive {
  public:
    FolderArchive(std::filesystem::path path, Ports ports, std::unique_ptr<api::ProcessLock> lock,
                  std::unique_ptr<api::EnclosedFolder> root, eventlog::KeyPair key)
        : path_(std::move(path)),
          ports_(ports),
          lock_(std::move(lock)),
          root_(std::move(root)),
          key_(std::move(key)),
          box_private_(eventlog::box_private_of(key_.private_half).value_or("")) {}

    [[nodiscard]] const std::string& public_key() const override { return key_.public_half; }

    [[nodiscard]] Done<Collected> collect(api::EnclosedFolder& drive) override {
        Collected collected;
        if (const auto found = find_kiosks(drive)) {
            collected.more = found->more;
            for (const domain::KioskId& id : found->kiosks) {
                auto one = take_kiosk(drive, id);
                if (!one) return failure(one.error());
                collected.kiosks.push_back(std::move(*one));
            }
        }
        collected.key_written = write_collector(drive, key_.public_half);
        return collected;
    }

  private:
    [[nodiscard]] Done<OneKiosk> look_up(api::EnclosedFolder& drive, const domain::KioskId& id) {
        OneKiosk one;
        one.came.kiosk = id;
        one.folder = "kiosk-" + id.value;
        const KioskNote note = read_kiosk_note(drive, id).value_or(KioskNote{});
        one.key = note.public_key;
        one.begins = note.begins;
        if (!one.key.empty()) one.came.code = code_of(one.key);
        if (const auto pinned = read_small(*root_, one.folder / "kiosk.txt", kLargestKeyFile)) {
            // The first key that a kiosk came with is its key for ever.
            if (first_line(*pinned) != one.key) one.key.clear();
        } else if (pinned.error().kind == api::FileErrorKind::not_found) {
            one.came.is_new = true;
        } else {
            return failure(of_disk(pinned.error()));
        }
        if (const auto state = read_small(*root_, one.folder / "state.json", kLargestState)) {
            auto holding = holding_of(base::as_text(*state));
            if (!holding)
                return failure(ArchiveError{ArchiveError::Kind::damaged, (path_ / one.folder / "state.json").string()});
            one.holding = std::move(*holding);
        } else if (state.error().kind != api::FileErrorKind::not_found) {
            return failure(of_disk(state.error()));
        }
        return one;
    }

    [[nodiscard]] Done<KioskCame> take_kiosk(api::EnclosedFolder& drive, const domain::KioskId& id) {
        auto one = look_up(drive, id);
        if (!one) return failure(one.error());
        const auto names = find_bundles(drive, id);
        if (names) {
            for (const std::string& name : *names) one->came.bundles.push_back({name, Verdict::gap, 0});
        }
        // What another bundle brings, or names as lost, may be what this one waits for.
        bool again = true;
        for (int pass = 0; again && pass < kMostPasses; ++pass) {
            again = false;
            for (Came& came : one->came.bundles) {
                if (came.verdict != Verdict::gap) continue;
                const std::size_t lost_before = one->holding.lost.size();
                if (auto taken = take_bundle(drive, *one, came); !taken) return failure(taken.error());
                again = again || came.verdict == Verdict::taken || one->holding.lost.size() > lost_before;
            }
        }
        for (const Came& came : one->came.bundles) one->came.added += came.added;
        one->came.held = one->holding.seq;
        if (one->holding.seq > 0 && !one->key.empty()) {
            if (auto given = give_receipt(drive, *one); !given) return failure(given.error());
        }
        return one->came;
    }

    [[nodiscard]] Done<void> take_bundle(api::EnclosedFolder& drive, OneKiosk& one, Came& came) {
        const auto file = drive.open(folder_of(one.came.kiosk) / came.bundle);
        if (!file) return settle(came, Verdict::drive);
        if ((*file)->size() > kLargestBundleFile) return settle(came, Verdict::too_large);
        bool drive_failed = false;
        const auto source_from_start = [&] {
            return [&drive_failed, reader = file->get(), at = std::uint64_t{0}](std::span<std::uint8_t> to) mutable {
                const auto size = reader->read(at, to);
                drive_failed = drive_failed || !size;
                at += size.value_or(0);
                return size.value_or(0);
            };
        };
        const auto key_of = [&](const domain::KioskId& id) -> std::optional<std::string> {
            if (id != one.came.kiosk || one.key.empty()) return std::nullopt;
            return one.key;
        };
        // Whether it is for us and of this kiosk at all, before anything is written.
        const auto tried = eventlog::open_bundle(source_from_start(), key_of, box_private_,
                                                 [](const auto&, auto, const auto&) { return false; });
        if (!tried && tried.error() != eventlog::BundleError::refused)
            return settle(came, drive_failed ? Verdict::drive : verdict_of(tried.error()));

        if (auto made = root_->make_folders(one.folder); !made) return failure(of_disk(made.error()));
        base::Result<eventlog::OpenedBundle, eventlog::BundleError> opened = failure(eventlog::BundleError::refused);
        std::optional<Joining> joining;
        const domain::Seq from = one.holding.seq + 1;
        const auto outcome = write_carefully(
            *root_, one.folder / lines_name(from),
            [&](const Sink& sink) {
                joining.emplace(one.holding, one.begins, [&sink](std::string_view line) {
                    return sink(base::as_bytes(line)) && sink(base::as_bytes("\n"));
                });
                opened =
                    eventlog::open_bundle(source_from_start(), key_of, box_private_,
                                          [&](const domain::Event& event, std::string_view line,
                                              const eventlog::Hash& hash) { return joining->take(event, line, hash); });
                return opened && !joining->verdict() && joining->added() > 0;
            },
            [](std::uint64_t) { return true; });
        if (outcome.step == Step::failed) return failure(of_disk(outcome.error));
        if (!opened) {
            if (drive_failed) return settle(came, Verdict::drive);
            return settle(came, joining && joining->is_too_large() ? Verdict::too_large : verdict_of(opened.error()));
        }
        one.holding.add_lost(joining->lost());
        if (joining->verdict()) return settle(came, *joining->verdict());
        if (joining->added() == 0) return settle(came, compare(one, *opened));
        return keep(one, came, *joining);
    }

    [[nodiscard]] static Done<void> settle(Came& came, Verdict verdict) {
        came.verdict = verdict;
        return {};
    }

    // A bundle that brings nothing new: is it of the same history?
    [[nodiscard]] Verdict compare(const OneKiosk& one, const eventlog::OpenedBundle& opened) {
        const auto ours = hash_at(*root_, one.folder, one.holding, opened.header.last);
        return ours && *ours != opened.head ? Verdict::fork : Verdict::held_already;
    }

    // The lines are on the disk; from the new state on they count.
    [[nodiscard]] Done<void> keep(OneKiosk& one, Came& came, const Joining& joining) {
        Holding next = one.holding;
        next.files.push_back({one.holding.seq + 1, joining.last()});
        next.seq = joining.last();
        next.head = joining.head();
        if (const auto pinned = read_small(*root_, one.folder / "kiosk.txt", kLargestKeyFile); !pinned) {
            if (auto written = write_small(*root_, one.folder / "kiosk.txt", base::as_bytes(one.key + "\n")); !written)
                return failure(of_disk(written.error()));
        }
        if (auto written = write_small(*root_, one.folder / "state.json", base::as_bytes(to_json(next))); !written)
            return failure(of_disk(written.error()));
        one.holding = std::move(next);
        came.added = joining.added();
        return settle(came, Verdict::taken);
    }

    // The receipt of what is held; the same line again where nothing came since.
    [[nodiscard]] Done<void> give_receipt(api::EnclosedFolder& drive, OneKiosk& one) {
        const auto file = one.folder / "checkpoints.jsonl";
        std::string given;
        if (const auto before = read_small(*root_, file, kLargestCheckpoints))
            given = base::as_text(*before);
        else if (before.error().kind != api::FileErrorKind::not_found)
            return failure(of_disk(before.error()));
        std::string line = given.substr(0, given.empty() ? 0 : given.size() - 1);
        line = line.substr(line.rfind('\n') + 1);
        const auto last = eventlog::read_checkpoint(line, std::array{key_.public_half});
        if (!last || last->seq != one.holding.seq || last->hash != one.holding.head) {
            const auto is_signed = eventlog::sign_checkpoint(
                {one.came.kiosk, one.holding.seq, one.holding.head, ports_.clock.read().wall, {}}, key_.private_half);
            if (!is_signed) return failure(ArchiveError{ArchiveError::Kind::damaged, "keys/collector.key"});
            line = *is_signed;
            if (auto written = write_small(*root_, file, base::as_bytes(given + line + "\n")); !written)
                return failure(of_disk(written.error()));
        }
        one.came.receipt_written = write_receipt(drive, one.came.kiosk, key_.public_half, line);
        one.came.has_receipt = one.came.receipt_written.has_value();
        return {};
    }

    std::filesystem::path path_;
    Ports ports_;
    std::unique_ptr<api::ProcessLock> lock_;
    std::unique_ptr<api::EnclosedFolder> root_;
    eventlog::KeyPair key_;
    std::string box_private_;
};

Done<eventlog::KeyPair> key_of_archive(const std::filesystem::path& folder, const Archive::Ports& ports) {
    const auto file = folder / "keys" / "collector.key";
    if (const auto bytes = ports.files.read(file, kLargestKeyFile)) {
        const std::string private_half = first_line(*bytes);
        const auto public_half = eventlog::public_half_of(private_half);
        if (!public_half) return failure(ArchiveError{ArchiveError::Kind::damaged, file.string()});
        return eventlog::KeyPair{*public_half, private_half};
    } else if (bytes.error().kind != api::FileErrorKind::not_found) {
        return failure(of_disk(bytes.error()));
    }
    const auto key = eventlog::make_kiosk_key([&](std::span<std::uint8_t> bytes) { ports.entropy.fill(bytes); });
    if (auto made = ports.files.make_folders(folder / "keys"); !made) return failure(of_disk(made.error()));
    for (const auto& [name, text] :
         {std::pair{"collector.txt", key.public_half}, std::pair{"collector.key", key.private_half}}) {
        if (auto written = ports.files.write_atomically(folder / "keys" / name, base::as_bytes(text + "\n")); !written)
            return failure(of_disk(written.error()));
    }
    return key;
}

}  // namespace

Done<std::unique_ptr<Archive>> Archive::open(const std::filesystem::path& folder, Ports ports) {
    if (auto made = ports.files.make_folders(folder); !made) return failure(of_disk(made.error()));
    auto lock = ports.locks.take(folder / "archive.lock");
    if (!lock) {
        if (lock.error().kind == api::FileErrorKind::exists)
            return failure(ArchiveError{ArchiveError::Kind::in_use, {}});
        return failure(of_disk(lock.error()));
    }
    auto key = key_of_archive(folder, ports);
    if (!key) return failure(key.error());
    auto root = ports.folders.open(folder, api::MadeFor::owner);
    if (!root) return failure(of_disk(root.error()));
    return std::make_unique<FolderArchive>(folder, ports, std::move(*lock), std::move(*root), std::move(*key));
}

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::taken: return "taken";
        case Verdict::held_already: return "held_already";
        case Verdict::sealed: return "sealed";
        case Verdict::gap: return "gap";
        case Verdict::fork: return "fork";
        case Verdict::other_key: return "other_key";
        case Verdict::damaged: return "damaged";
        case Verdict::too_large: return "too_large";
        case Verdict::drive: break;
    }
    return "drive";
}

}  // namespace stick
