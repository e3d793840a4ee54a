#include "app/kiosk/bringing.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "app/bring_in/plain_words.h"
#include "app/bring_in/preparing.h"
#include "app/bring_in/taking.h"
#include "app/kiosk/bring_words.h"
#include "platform/api/drawn_number.h"

namespace kiosk {

struct Bringing::Known {
    bring_in::Known has;
    domain::Catalogue catalogue;  // in force
};

namespace {

namespace fs = std::filesystem;
using session::BringOffer;

// What is offered, and what was read of it. The slow parts and the short ones may be on two threads.
class Offers {
  public:
    using Known = Bringing::Known;
    explicit Offers(BringingMachine machine) : machine_(std::move(machine)) {}

    std::shared_ptr<const Known> know(storage::Store& store) const {
        auto has = bring_in::know(store, *machine_.files, machine_.data);
        if (!has) return nullptr;
        return std::make_shared<const Known>(Known{std::move(*has), machine_.catalogue(store)});
    }

    std::optional<BringOffer> look(const Known& known, const std::atomic<bool>& stop) {
        Offered offered;
        for (const api::Drive& drive : machine_.drives->mounted()) {
            const auto opened = machine_.folders->open(drive.mount_point, api::MadeFor::everybody);
            if (!opened) continue;
            offered.what = bring_in::look(**opened, known.has.kiosk);
            offered.drive = drive.mount_point;
            offered.from = bring_in::plain_words(drive.label, kMostOfALabel);
            if (offered.from.empty()) offered.from = "USB";
            if (stop) return std::nullopt;
            if (!offered.what.items.empty()) break;
        }
        return offer(std::move(offered));
    }

    BringOffer send(std::vector<roster::SourceFile> files) {
        Offered offered;
        std::size_t all = 0;
        for (auto& file : files) {
            if (offered.what.items.size() >= bring_in::kMostFilesAtOnce) {
                offered.what.more = true;
                break;
            }
            const std::size_t size = file.bytes.size();
            const bool is_too_large = size > bring_in::kMostFileBytes || all + size > bring_in::kMostBytesAtOnce;
            if (is_too_large)
                file.bytes = {};
            else
                all += size;
            file.name = bring_in::plain_words(file.name, kMostOfAName);
            offered.what.items.push_back({bring_in::Kind::school_file, file.name, {}, size, is_too_large, true});
            offered.sent.push_back(std::move(file));
        }
        return offer(std::move(offered));
    }

    session::Input read(const Known& known, const session::ReadOffer& wanted, const std::function<void(int)>& tell,
                        const std::atomic<bool>& stop) {
        const auto no = [&](const bring_in::Refused& why) -> session::Input {
            return session::OfferRefused{wanted.ticket, refused_of(why)};
        };
        const auto offered = this->offered(wanted.visit);
        std::vector<bring_in::Item> items;
        for (const std::size_t index : wanted.items) {
            if (!offered || index >= offered->what.items.size()) return no({bring_in::Refusal::gone, {}});
            items.push_back(offered->what.items[index]);
        }
        if (items.empty()) return no({bring_in::Refusal::gone, {}});
        auto files = read_files(*offered, wanted, items, [&](int percent) {
            tell(percent / 2);  // the other half is understanding
            return !stop;
        });
        if (!files) return no(files.error());
        const bring_in::Surroundings around{domain::date_of(wanted.now), known.catalogue,
                                            [this] { return api::drawn_number(*machine_.entropy); }};
        auto prepared = bring_in::prepare(known.has, items.front().kind, std::move(*files), around);
        if (stop) return no({bring_in::Refusal::stopped, {}});
        if (!prepared) return no(prepared.error());
        const auto preview = std::make_shared<const session::BringPreview>(preview_of(*prepared, known.has));
        draw_letters(*prepared, *preview);
        const std::lock_guard lock{mutex_};
        prepared_ = std::make_shared<const bring_in::Prepared>(std::move(*prepared));
        ticket_ = wanted.ticket;
        return session::OfferRead{wanted.ticket, preview};
    }

    session::Input take(storage::Store& store, const session::TakeOffer& wanted) {
        std::shared_ptr<const bring_in::Prepared> prepared;
        {
            const std::lock_guard lock{mutex_};
            if (ticket_ == wanted.read) prepared = std::move(prepared_);
            prepared_.reset();
        }
        if (!prepared) return session::OfferRefused{wanted.ticket, {session::BringRefusal::gone, {}}};
        const auto taken = bring_in::take(store, *machine_.files, machine_.data, *prepared);
        if (!taken) return session::OfferRefused{wanted.ticket, refused_of(taken.error())};
        return session::OfferTaken{wanted.ticket};
    }

    void forget() {
        const std::lock_guard lock{mutex_};
        prepared_.reset();
    }

  private:
    static constexpr std::size_t kMostOfALabel = 40, kMostOfAName = 100;

    struct Offered {
        std::uint64_t visit = 0;
        bring_in::Offer what;
        fs::path drive;  // of a drive
        std::string from;
        std::vector<roster::SourceFile> sent;  // of a computer, as the items
    };

    BringOffer offer(Offered offered) {
        if (machine_.prepare_words && !offered.what.items.empty()) {
            std::string names = offered.from;
            for (const auto& item : offered.what.items) names += item.name;
            machine_.prepare_words(names);
        }
        BringOffer shown;
        const std::lock_guard lock{mutex_};
        if (!offered.what.items.empty()) {
            // Looked at once more, and all is as it was: who has it on his screen may go on.
            offered.visit = offered_ && is_same(*offered_, offered) ? offered_->visit : ++visits_;
            shown = {offered.visit, offered.from, items_of(offered.what), offered.what.more};
        } else {
            shown.from = offered.from.empty() ? "USB" : offered.from;
        }
        offered_ = std::make_shared<const Offered>(std::move(offered));
        return shown;
    }
    static bool is_same(const Offered& one, const Offered& other) {
        const auto& mine = one.what.items;
        const auto& others = other.what.items;
        return !other.drive.empty() && one.drive == other.drive &&
               std::equal(mine.begin(), mine.end(), others.begin(), others.end(),
                          [](const bring_in::Item& left, const bring_in::Item& right) {
                              return left.kind == right.kind && left.files == right.files && left.bytes == right.bytes;
                          });
    }
    std::shared_ptr<const Offered> offered(std::uint64_t visit) {
        const std::lock_guard lock{mutex_};
        return offered_ && offered_->visit == visit && visit > 0 ? offered_ : nullptr;
    }

    bring_in::Result<std::vector<roster::SourceFile>> read_files(const Offered& offered,
                                                                 const session::ReadOffer& wanted,
                                                                 const std::vector<bring_in::Item>& items,
                                                                 const bring_in::Progress& progress) {
        if (!offered.drive.empty()) {
            const auto drive = machine_.folders->open(offered.drive, api::MadeFor::everybody);
            if (!drive) return base::failure(bring_in::Refused{bring_in::Refusal::gone, {}});
            return bring_in::read(**drive, items, progress);
        }
        std::vector<roster::SourceFile> files;
        for (const std::size_t index : wanted.items) {
            const roster::SourceFile& file = offered.sent[index];
            if (offered.what.items[index].is_too_large)
                return base::failure(bring_in::Refused{bring_in::Refusal::too_large, file.name});
            files.push_back(file);
        }
        return files;
    }

    // Names that come here for the first time may have letters that were never drawn.
    void draw_letters(const bring_in::Prepared& prepared, const session::BringPreview& preview) const {
        if (machine_.prepare_words) machine_.prepare_words(words_in(preview));
        if (const auto* school = std::get_if<bring_in::SchoolFiles>(&prepared.what)) {
            if (machine_.prepare_lists) machine_.prepare_lists(school->result.roster);
        } else if (const auto* lists = std::get_if<bring_in::ServerLists>(&prepared.what)) {
            if (machine_.prepare_lists) machine_.prepare_lists(lists->snapshot.roster);
        } else if (const auto* set = std::get_if<bring_in::ServerSettings>(&prepared.what)) {
            const auto catalogue = school_settings::catalogue_of(set->content);
            if (machine_.prepare_settings) machine_.prepare_settings(set->after, catalogue ? &*catalogue : nullptr);
        } else if (const auto* own = std::get_if<bring_in::OwnCatalogue>(&prepared.what)) {
            if (machine_.prepare_settings) machine_.prepare_settings({}, &own->catalogue);
        }
    }

    BringingMachine machine_;
    std::mutex mutex_;
    std::uint64_t visits_ = 0;  // guarded by mutex_, as what follows
    std::shared_ptr<const Offered> offered_;
    std::shared_ptr<const bring_in::Prepared> prepared_;  // of the ticket; null: nothing was read
    session::Ticket ticket_ = 0;
};

}  // namespace

Bringing make_bringing(BringingMachine machine) {
    const auto it = std::make_shared<Offers>(std::move(machine));
    using Known = Bringing::Known;
    return {[it](storage::Store& store) { return it->know(store); },
            [it](const Known& known, const std::atomic<bool>& stop) { return it->look(known, stop); },
            [it](const Known& known, const session::ReadOffer& wanted, const std::function<void(int)>& tell,
                 const std::atomic<bool>& stop) { return it->read(known, wanted, tell, stop); },
            {[it](std::vector<roster::SourceFile> files) { return it->send(std::move(files)); },
             [it](storage::Store& store, const session::TakeOffer& wanted) { return it->take(store, wanted); },
             [it] { it->forget(); }}};
}

}  // namespace kiosk
