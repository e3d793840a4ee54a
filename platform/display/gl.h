#pragma once

// The few functions of OpenGL ES 2.0 (and OpenGL 2.1) that the renderer needs, found at run time: nothing is linked but
// GLFW. Private to this folder.
#include <GLES2/gl2.h>

namespace display {

// clang-format off
#define VS_GL_FUNCTIONS(X)                                                                                                 \
    X(ActiveTexture) X(AttachShader) X(BindAttribLocation) X(BindBuffer) X(BindTexture) X(BlendFunc) X(BufferData)          \
    X(Clear) X(ClearColor) X(CompileShader) X(CreateProgram) X(CreateShader) X(DeleteBuffers) X(DeleteProgram)              \
    X(DeleteShader) X(DeleteTextures) X(Disable) X(DrawElements) X(Enable) X(EnableVertexAttribArray)                       \
    X(DisableVertexAttribArray) X(Finish) X(Flush) X(GenBuffers) X(GenTextures) X(GetProgramiv) X(GetShaderiv)              \
    X(GetString) X(GetUniformLocation) X(LinkProgram) X(PixelStorei) X(ReadPixels) X(Scissor) X(ShaderSource)               \
    X(TexImage2D) X(TexParameteri) X(Uniform1i) X(Uniform2f) X(UseProgram) X(VertexAttribPointer) X(Viewport)
// clang-format on

struct Gl {
#define VS_GL_MEMBER(name) decltype(&::gl##name) name = nullptr;
    VS_GL_FUNCTIONS(VS_GL_MEMBER)
#undef VS_GL_MEMBER

    using Find = void (*(*)(const char*))();
    // False if one is missing. A context must be current.
    [[nodiscard]] bool load(Find find) {
#define VS_GL_LOAD(function)                                               \
    function = reinterpret_cast<decltype(function)>(find("gl" #function)); \
    if (function == nullptr) return false;
        VS_GL_FUNCTIONS(VS_GL_LOAD)
#undef VS_GL_LOAD
        return true;
    }
};

}  // namespace display
