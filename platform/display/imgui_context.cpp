#include "platform/display/imgui_context.h"

#include <imgui.h>

#include <cfloat>

#include "platform/display/fonts.h"

namespace display {

ImGuiPasses::ImGuiPasses(Fonts& fonts, float width, float height)
    : context_(ImGui::CreateContext(&fonts.atlas())), width_(width), height_(height) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.DisplaySize = {width, height};
    io.DeltaTime = 1.0f / 60;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
#if IMGUI_VERSION_NUM >= 18700
    io.ConfigInputTrickleEventQueue = false;  // the pointer queue deals out the steps
#endif
    ImGuiStyle& style = ImGui::GetStyle();
    style.WindowPadding = {0, 0};
    style.WindowBorderSize = 0;
    style.WindowRounding = 0;
    style.WindowMinSize = {1, 1};
    style.ItemSpacing = {0, 0};
    style.AntiAliasedLinesUseTex = false;
    style.CircleTessellationMaxError = 0.2f;  // of corners; circles choose for themselves
    style.Colors[ImGuiCol_NavHighlight] = {0, 0, 0, 0};
}

ImGuiPasses::~ImGuiPasses() {
    ImGui::DestroyContext(context_);
}

void ImGuiPasses::set_fonts(Fonts& fonts) {
    ImGui::SetCurrentContext(context_);
    ImGui::GetIO().Fonts = &fonts.atlas();
}

void ImGuiPasses::begin(const Pointer& pointer) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    const float x = pointer.away ? -FLT_MAX : pointer.x;
    const float y = pointer.away ? -FLT_MAX : pointer.y;
#if IMGUI_VERSION_NUM < 18700
    io.MousePos = {x, y};
    io.MouseDown[0] = pointer.down;
#else
    io.AddMousePosEvent(x, y);
    io.AddMouseButtonEvent(0, pointer.down);
#endif
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({width_, height_});
    ImGui::Begin("kiosk", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse |
                     ImGuiWindowFlags_NoBringToFrontOnFocus);
}

ImDrawData* ImGuiPasses::end() {
    ImGui::End();
    ImGui::Render();
    return ImGui::GetDrawData();
}

}  // namespace display
