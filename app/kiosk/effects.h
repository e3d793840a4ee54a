#pragma once

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
        api::Sounder& sounder;
    };
    // What is done with sticks (stick_desk.h); none of it waits. None of these, or all.
    struct Drives {
        std::function<void(const session::Export&)> take;
        std::function<void()> stop;
        std::function<void()> look;
        std::function<void(const std::string& collector)> trust;
        std::function<void(const session::ReadOffer&)> read;  // of what they offer, or a computer sent
        std::function<void()> stop_reading;
    };

    // Taking the records over the network: neither waits; the answer is PullState. Both or none.
    struct NetworkPull {
        std::function<void(const session::OpenPull&)> open;
        std::function<void()> close;
    };

    // What of bringing in (bringing.h) needs no drive. None of these, or all.
    struct BringIn {
        // Any thread: files that a computer sent are an offer like that of a drive.
        std::function<session::BringOffer(std::vector<roster::SourceFile>)> send;
        std::function<session::Input(storage::Store&, const session::TakeOffer&)> take;  // thread of the store; short
        std::function<void()> forget;                                                    // any thread: what was read
    };

    // `wake` is called from any thread whenever an input waits. The storage thread must outlive this. `server`: none of
    // its functions, or all.
    Effects(storage::StorageThread& storage, Machine machine, std::filesystem::path data, Drives drives,
            std::shared_ptr<const domain::TimeZone> zone, std::function<void()> wake, ServerSide server = {},
            BringIn bring_in = {});
    ~Effects();

    // Before the first run(): where there is none, it cannot be opened.
    void set_network_pull(NetworkPull pull) { pull_ = std::move(pull); }

    // Takes an input from any thread, also after this is gone.
    [[nodiscard]] std::function<void(session::Input)> inbox();
    // refresh() from any thread, as long as the storage thread is there.
    [[nodiscard]] std::function<void()> refresher();

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
    Drives drives_;
    std::shared_ptr<Shared> shared_;
    NetworkPull pull_;
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
    void carry_out(const session::OpenPull& effect);
    void carry_out(const session::ClosePull& effect);
    void carry_out(const session::PlayRecorded& effect);
    void carry_out(const session::PlayRefused& effect);
    void carry_out(const session::Quit& effect);
};

}  // namespace kiosk
