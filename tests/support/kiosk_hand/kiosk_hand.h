#pragma once

#include <memory>
#include <string>

#include "tests/support/kiosk_hand/kiosk_data.h"
#include "tests/support/x_driver/process.h"
#include "tests/support/x_driver/screen.h"
#include "tests/support/x_driver/server.h"
#include "tests/support/x_driver/ui_trace.h"

namespace support {

// The real kiosk on a real X server, tapped on what its trace says is there. Throws where it does not do as it should.
class KioskHand {
  public:
    struct Options {
        std::filesystem::path data;
        std::string now;  // "2026-10-05T10:00", of the school's zone
        int width = 1280, height = 800;
    };
    KioskHand(const Server& server, Screen& screen, const Programs& programs, const Options& options);

    [[nodiscard]] Process& process() { return *process_; }
    [[nodiscard]] UiTrace& trace() { return trace_; }

    // Where this item is now. Waits for it to be there and enabled.
    [[nodiscard]] TraceItem item(const std::string& id);
    void tap(const std::string& id);
    // From home to the screen of pictures with two of the three chosen; returns where the third one is.
    Point two_pictures(const Findable& person);
    // From a finished screen back to home.
    void done();

    [[nodiscard]] static Launch launch(const Server& server, const Programs& programs, const Options& options);

  private:
    Screen& screen_;
    UiTrace trace_;
    std::unique_ptr<Process> process_;
};

}  // namespace support
