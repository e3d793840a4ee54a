#pragma once

#include "platform/display/pointer_queue.h"

struct ImDrawData;
struct ImGuiContext;

namespace display {

class Fonts;

// One ImGui context without any backend: passes are fed with a pointer and end in vertices. Works without a window, so
// tests use the same one. Several may exist; each makes itself the current one for its pass. UI thread.
class ImGuiPasses {
  public:
    ImGuiPasses(Fonts& fonts, float width, float height);
    ~ImGuiPasses();
    ImGuiPasses(const ImGuiPasses&) = delete;
    ImGuiPasses& operator=(const ImGuiPasses&) = delete;

    void set_fonts(Fonts& fonts);        // between passes
    void begin(const Pointer& pointer);  // opens a pass and one undecorated window over everything
    ImDrawData* end();                   // closes both; the vertices live until the next begin()

  private:
    ImGuiContext* context_;
    float width_, height_;
};

}  // namespace display
