#include "app/kiosk/effects.h"

#include <utility>

#include "app/sync/school_catalogue.h"

namespace kiosk {

storage::StorageResult<session::Loaded> load(storage::Store& store) {
    auto roster = store.roster();
    if (!roster) return base::failure(roster.error());
    auto attendance = store.fold_recent(*roster);
    if (!attendance) return base::failure(attendance.error());
    auto settings = store.settings();
    if (!settings) return base::failure(settings.error());
    auto throttles = store.throttles();
    if (!throttles) return base::failure(throttles.error());
    auto notes = store.heartbeats();
    if (!notes) return base::failure(notes.error());
    const auto status = store.status();
    if (!status) return base::failure(status.error());
    const auto school = store.school_settings();
    if (!school) return base::failure(school.error());
    session::Loaded loaded{std::make_shared<const domain::Roster>(std::move(*roster)),
                           std::make_shared<domain::Attendance>(std::move(*attendance)),
                           std::move(*settings),
                           {throttles->begin(), throttles->end()},
                           std::move(*notes),
                           {},
                           {},
                           status->kiosk};
    if (*school) {
        for (const auto& [key, value] : (*school)->values) loaded.fixed.insert(key);
    }
    auto [catalogue, is_damaged] = syncing::catalogue_in(store);
    loaded.catalogue_damaged = is_damaged;
    if (catalogue) loaded.catalogue = std::make_shared<const domain::Catalogue>(std::move(*catalogue));
    return loaded;
}

namespace {

session::StorageTrouble trouble_of(const storage::StorageError& error) {
    switch (error.kind) {
        case storage::StorageErrorKind::no_space: return session::StorageTrouble::no_space;
        case storage::StorageErrorKind::read_only: return session::StorageTrouble::read_only;
        default: return session::StorageTrouble::input_output;
    }
}

session::KeptPart kept_part(storage::Kept kept) {
    switch (kept) {
        case storage::Kept::kept: return session::KeptPart::kept;
        case storage::Kept::from_copy: return session::KeptPart::from_copy;
        case storage::Kept::unproven: return session::KeptPart::unproven;
        case storage::Kept::gone: break;
    }
    return session::KeptPart::gone;
}

session::Recovery recovery_of(const storage::RecoveryReport& report, const domain::TimeZone& zone) {
    session::Recovery shown;
    shown.at = zone.to_local(report.at);
    shown.salvaged = report.salvaged;
    shown.missing = report.missing;
    shown.lost = report.lost;
    shown.safe_elsewhere = report.safe_elsewhere;
    shown.accepted_up_to = report.accepted_up_to;
    shown.exported_up_to = report.exported_up_to;
    shown.end_uncertain = report.end_uncertain;
    shown.emptied = report.emptied;
    shown.roster = kept_part(report.roster);
    shown.settings = kept_part(report.settings);
    shown.set_aside = report.set_aside;
    shown.seen = report.seen;
    return shown;
}

}  // namespace

struct Effects::Shared {
    Machine machine;
    std::filesystem::path data;
    std::shared_ptr<const domain::TimeZone> zone;
    std::function<void()> wake;
    ServerSide server;

    std::mutex mutex;
    std::vector<session::Input> inbox;                     // guarded by mutex
    // Storage thread only: what came of the last write. At start nobody knows yet whether the disk takes any.
    session::StorageTrouble trouble = session::StorageTrouble::none;
    bool tried_to_write = false;
    // The last recovery that is known of, by the number that its log went on with; 0: none.
    std::optional<domain::Seq> recovered{};
    BringIn bring_in;

    template <class Result>
    void note(const Result& written) {
        tried_to_write = true;
        // A record that is refused for itself says nothing of the disk.
        if (!written && written.error().kind == storage::StorageErrorKind::refused) return;
        trouble = written ? session::StorageTrouble::none : trouble_of(written.error());
    }

    void answer(session::Input input) {
        {
            const std::lock_guard lock(mutex);
            inbox.push_back(std::move(input));
        }
        wake();
    }

    // Storage thread. A recovery while the kiosk runs changes what the log holds under the session.
    void look_for_recovery(storage::Store& store, session::Machine& seen) {
        const auto report = store.recovery();
        if (!report) return;
        if (*report) seen.recovery = std::make_shared<session::Recovery>(recovery_of(**report, *zone));
        const domain::Seq at = *report ? (*report)->continued_at : 0;
        if (std::exchange(recovered, at).value_or(at) == at) return;
        if (auto loaded = load(store)) answer(std::move(*loaded));
    }

    // Storage thread. What cannot be found out keeps its cautious default.
    session::MachineState look(storage::Store& store) {
        session::Machine seen;
        seen.version = VSTRECHA_VERSION;
        seen.clock_trusted = machine.clock.read().trusted;
        // Only in trouble is the disk written to for nothing: else nothing would tell that it is mended.
        if (!tried_to_write || trouble != session::StorageTrouble::none) note(store.probe());
        seen.storage_trouble = trouble;
        look_for_recovery(store, seen);
        if (const auto status = store.status()) {
            seen.records = status->events;
            seen.unacknowledged = status->unacknowledged;
            seen.untaken = status->untaken;
            seen.accepted_up_to = status->accepted_up_to;
            seen.receipt_due = status->exported_up_to > status->accepted_up_to;
            if (status->waiting_since) seen.waiting_since = zone->to_local(*status->waiting_since);
            if (status->last_export) seen.last_export = zone->to_local(*status->last_export);
            seen.chain_head = status->head.substr(0, 8);
            seen.kiosk_id = status->kiosk.value;
            if (server.appended) server.appended(status->last_seq);
        } else if (trouble == session::StorageTrouble::none) {
            seen.storage_trouble = trouble_of(status.error());
        }
        if (server.trouble) server.trouble(seen.storage_trouble);
        if (server.state) seen.server = server.state();
        if (const auto space = machine.files.space(data); space && space->total_bytes > 0)
            seen.disk_free_percent = static_cast<int>(space->free_bytes * 100 / space->total_bytes);
        return {std::move(seen)};
    }
};

Effects::Effects(storage::StorageThread& storage, Machine machine, std::filesystem::path data, Drives drives,
                 std::shared_ptr<const domain::TimeZone> zone, std::function<void()> wake, ServerSide server,
                 BringIn bring_in)
    : storage_(storage),
      sounder_(machine.sounder),
      drives_(std::move(drives)),
      shared_(new Shared{machine, std::move(data), std::move(zone), std::move(wake), std::move(server), {}, {}, {}, {}, {},
                         std::move(bring_in)}) {}

Effects::~Effects() = default;

void Effects::run(const session::Effect& effect) {
    std::visit([this](const auto& one) { carry_out(one); }, effect);
}

std::function<void(session::Input)> Effects::inbox() {
    return [shared = shared_](session::Input input) { shared->answer(std::move(input)); };
}

void Effects::refresh() {
    refresher()();
}

std::function<void()> Effects::refresher() {
    return [shared = shared_, &storage = storage_] {
        storage.post([shared](storage::Store& store) { shared->answer(shared->look(store)); });
    };
}

std::vector<session::Input> Effects::take_inputs() {
    const std::lock_guard lock(shared_->mutex);
    return std::exchange(shared_->inbox, {});
}

void Effects::attend(bool awake) {
    if (std::exchange(awake_, awake) != awake && shared_->server.attend) shared_->server.attend(awake);
}

void Effects::carry_out(const session::Record& effect) {
    storage_.post([shared = shared_, effect](storage::Store& store) {
        auto events = store.append(effect.drafts);
        shared->note(events);
        if (events)
            shared->answer(session::Recorded{effect.ticket, std::move(*events)});
        else
            shared->answer(session::NotRecorded{effect.ticket, shared->trouble});
        shared->answer(shared->look(store));
    });
}

void Effects::carry_out(const session::SaveThrottle& effect) {
    storage_.post([shared = shared_, effect](storage::Store& store) {
        const auto before = shared->trouble;
        shared->note(store.save_throttle(effect.key, effect.throttle));
        if (shared->trouble != before) shared->answer(shared->look(store));
    });
}

// What is not noted is a worse guess after the next boot without a clock, no more: the next hour tries again.
void Effects::carry_out(const session::NoteTime& effect) {
    storage_.post([effect](storage::Store& store) { (void)store.heartbeat(effect.note); });
}

void Effects::carry_out(const session::SaveSettings& effect) {
    storage_.post([shared = shared_, effect](storage::Store& store) {
        const auto before = shared->trouble;
        const auto present = store.settings();
        shared->note(present ? store.save_settings(domain::with_changes(*present, effect.before, effect.settings))
                             : storage::StorageResult<void>{base::failure(present.error())});
        // The school has set something meanwhile, and the session may have been told of it before this was saved.
        if (present && *present != effect.before) {
            if (auto loaded = load(store)) shared->answer(std::move(*loaded));
        }
        if (shared->trouble != before) shared->answer(shared->look(store));
    });
}

void Effects::carry_out(const session::RecoverySeen&) {
    storage_.post([shared = shared_](storage::Store& store) {
        shared->note(store.recovery_seen());
        shared->answer(shared->look(store));
    });
}

void Effects::carry_out(const session::CheckPin& effect) {
    storage_.post([shared = shared_, effect](storage::Store& store) {
        const auto right = store.check_pin(effect.pin);
        shared->answer(session::PinChecked{effect.ticket, right && *right, right.has_value()});
        shared->answer(shared->look(store));
    });
}

void Effects::carry_out(const session::Export& effect) {
    if (drives_.take) return drives_.take(effect);
    shared_->answer(session::ExportFailed{effect.ticket, session::ExportProblem::gone});
}

void Effects::carry_out(const session::StopExport&) {
    if (drives_.stop) drives_.stop();
}

void Effects::carry_out(const session::LookAtDrives&) {
    refresh();
    if (drives_.look) drives_.look();
}

void Effects::files_sent(std::vector<roster::SourceFile> files) {
    if (shared_->bring_in.send) shared_->answer(session::OfferSeen{shared_->bring_in.send(std::move(files))});
}

void Effects::carry_out(const session::ReadOffer& effect) {
    if (drives_.read) return drives_.read(effect);
    shared_->answer(session::OfferRefused{effect.ticket, {session::BringRefusal::gone, {}}});
}

void Effects::carry_out(const session::StopReading&) {
    if (drives_.stop_reading) drives_.stop_reading();
}

void Effects::carry_out(const session::TakeOffer& effect) {
    storage_.post([shared = shared_, effect](storage::Store& store) {
        if (!shared->bring_in.take) return;
        session::Input answer = shared->bring_in.take(store, effect);
        if (std::holds_alternative<session::OfferTaken>(answer)) {
            if (auto loaded = load(store)) shared->answer(std::move(*loaded));
        }
        shared->answer(std::move(answer));
        shared->answer(shared->look(store));
    });
}

void Effects::carry_out(const session::ForgetOffer&) {
    if (shared_->bring_in.forget) shared_->bring_in.forget();
}

void Effects::carry_out(const session::TrustCollector& effect) {
    if (drives_.trust) drives_.trust(effect.collector);
}

void Effects::carry_out(const session::JoinServer& effect) {
    if (shared_->server.join) return shared_->server.join(effect);
    shared_->answer(session::ServerNotJoined{effect.ticket, session::JoinProblem::unreachable});
}

void Effects::carry_out(const session::OpenPull& effect) {
    if (pull_.open) return pull_.open(effect);
    session::Pull none;
    none.problem = session::PullProblem::machine;
    shared_->answer(session::PullState{effect.ticket, std::move(none)});
}

void Effects::carry_out(const session::ClosePull&) {
    if (pull_.close) pull_.close();
}

void Effects::carry_out(const session::PlayRecorded&) {
    sounder_.play(api::Sound::recorded);
}

void Effects::carry_out(const session::PlayRefused&) {
    sounder_.play(api::Sound::refused);
}

void Effects::carry_out(const session::Quit&) {
    quit_ = true;
}

}  // namespace kiosk
