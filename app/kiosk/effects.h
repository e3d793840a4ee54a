#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/kiosk/server_link.h"
#include "app/kiosk/session/session.h"
#include "app/roster/import.h"
#include "app/storage/storage_thread.h"
#include "platform/api/clock.h"
#include "platform/api/drives.h"
#include "platform/api/file_system.h"
#include "platform/api/sounder.h"

namespace kiosk {

// Everything that a session begins with. Thread of the store. What the school has set was verified when it was taken;
// where its text cannot be read any more its catalogue is not in force, and Loaded says so.
[[nodiscard]] storage::StorageResult<session::Loaded> load(storage::Store& store);

// Carries out what the session asks for, on the storage thread where it touches the disk, and hands the answers back
// as inputs. run(), refresh() and take_inputs() belong to the UI thread and never wait.
class Effects {
  public:
    struct Machine {
        api::Clock& clock;
        api::FileSystem& files;
        api::Drives& drives;
        api::Sounder& sounder;
    };
    // What is done with drives; on the storage thread. None of these, or all.
    struct Drives {
        // Writes the records onto the drive at `where` and lets it go. Tells how far it is; looks at `stop` as often.
        std::function<session::Input(storage::Store&, const session::Export&, const std::filesystem::path& where,
                                     const std::function<void(int percent)>& tell, const std::atomic<bool>& stop)>
            take;
        // Reads the receipts that drives brought, and who wants to collect.
        std::function<session::Brought(storage::Store&, const std::vector<std::filesystem::path>& where)> look;
        std::function<void(storage::Store&, const std::string& collector)> trust;
    };

    // What is brought in: the slow parts know no store and may run on any one thread at a time, the short ones have it.
    // None of these, or all.
    struct BringIn {
        struct Known;  // what the kiosk has, as what is brought is compared with it
        std::function<std::shared_ptr<const Known>(storage::Store&)> know;  // short; null: the store fails
        // Slow: what the drives offer. A new one takes the place of the one before.
        std::function<session::BringOffer(const Known&)> look;
        // Any thread: files that a computer sent are an offer like that of a drive.
        std::function<session::BringOffer(std::vector<roster::SourceFile>)> send;
        // Slow: reads what is offered and keeps what it would change. Tells how far it is; looks at `stop` as often.
        std::function<session::Input(const Known&, const session::ReadOffer&,
                                     const std::function<void(int percent)>& tell, const std::atomic<bool>& stop)>
            read;
        std::function<session::Input(storage::Store&, const session::TakeOffer&)> take;  // short
        std::function<void()> forget;                                                    // any thread: what was read
    };

    // `wake` is called from any thread whenever an input waits. The storage thread must outlive this. `server`: none of
    // its functions, or all.
    Effects(storage::StorageThread& storage, Machine machine, std::filesystem::path data, Drives drives,
            std::shared_ptr<const domain::TimeZone> zone, std::function<void()> wake, ServerSide server = {},
            BringIn bring_in = {});
    ~Effects();

    // Takes an input from any thread, also after this is gone.
    [[nodiscard]] std::function<void(session::Input)> inbox();

    // Files that a computer sent, from any thread: they are shown as what a drive offers is.
    void files_sent(std::vector<roster::SourceFile> files);

    void run(const session::Effect& effect);
    // Looks at disk, clock and counts; the answer is MachineState. At the first look, and while the last write has
    // failed, it tries the disk with a write that changes nothing, so that trouble is told before a child meets it and
    // ends by itself.
    void refresh();
    [[nodiscard]] std::vector<session::Input> take_inputs();
    // As Session::is_awake() says; cheap where that is as before.
    void attend(bool awake);
    [[nodiscard]] bool quit() const { return quit_; }

  private:
    struct Shared;  // what jobs on the storage thread use; lives as long as the last of them

    storage::StorageThread& storage_;
    api::Sounder& sounder_;
    std::shared_ptr<Shared> shared_;
    bool quit_ = false;
    bool awake_ = false;

    void carry_out(const session::Record& effect);
    void carry_out(const session::SaveThrottle& effect);
    void carry_out(const session::NoteTime& effect);
    void carry_out(const session::SaveSettings& effect);
    void carry_out(const session::RecoverySeen& effect);
    void carry_out(const session::CheckPin& effect);
    void carry_out(const session::Export& effect);
    void carry_out(const session::StopExport& effect);
    void carry_out(const session::LookAtDrives& effect);
    void carry_out(const session::TrustCollector& effect);
    void carry_out(const session::ReadOffer& effect);
    void carry_out(const session::StopReading& effect);
    void carry_out(const session::TakeOffer& effect);
    void carry_out(const session::ForgetOffer& effect);
    void carry_out(const session::JoinServer& effect);
    void carry_out(const session::PlayRecorded& effect);
    void carry_out(const session::PlayRefused& effect);
    void carry_out(const session::Quit& effect);
};

}  // namespace kiosk
