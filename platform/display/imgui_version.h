#pragma once

#include <imgui.h>

#include <cstdint>

namespace display {

// Debian 12 has ImGui 1.86, Debian 13 has 1.90. Both call a texture a pointer; we number them.
inline ImTextureID texture_id(std::uintptr_t number) {
    return reinterpret_cast<ImTextureID>(number);
}
inline std::uintptr_t texture_number(ImTextureID id) {
    return reinterpret_cast<std::uintptr_t>(id);
}

}  // namespace display
