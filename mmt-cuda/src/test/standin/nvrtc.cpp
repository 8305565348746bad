// A stand-in for libnvrtc.so.13: compiles CUDA C with g++, to a shared object that the stand-in for the driver loads.
// STANDIN_HOME is the folder of standin.h and of the libraries. If it has the program "examine", NVIDIA's NVRTC in the folder
// STANDIN_NVRTC compiles each kernel, too, in a process of its own: two libraries cannot have one name.
// Machine code is kept under the version 0.0, which no real NVRTC has.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <unistd.h>

struct Program { std::string source, code, log; };

static std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// returns why a kernel cannot be used on an architecture, or nothing
static std::string examined(const std::string& kernel, const std::string& home) {
  if (access((home + "/examine").c_str(), X_OK)) return "";
  std::string folder = getenv("STANDIN_NVRTC");
  std::string command = "LD_LIBRARY_PATH=" + folder + " " + home + "/examine " + kernel + ".cu " + home
      + "/kernels.csv 2> " + kernel + ".log";
  return system(command.c_str()) ? read(kernel + ".log") : "";
}

extern "C" {
int nvrtcVersion(int* major, int* minor) { *major = 0; *minor = 0; return 0; }

int nvrtcCreateProgram(Program** program, const char* source, const char*, int, const char**, const char**) {
  *program = new Program{source, "", ""};
  return 0;
}

int nvrtcDestroyProgram(Program** program) {
  delete *program;
  *program = nullptr;
  return 0;
}

int nvrtcCompileProgram(Program* program, int, const char**) {
  const int COMPILATION = 6;
  char folder[] = "/tmp/standin-kernel-XXXXXX";
  if (!mkdtemp(folder)) return COMPILATION;
  std::string home = getenv("STANDIN_HOME"), base = std::string(folder) + "/kernel";
  std::ofstream out(base + ".cpp");
  out << "#include \"standin.h\"\n" << program->source;
  std::regex kernel("__global__ void (?:__launch_bounds__\\(\\d+\\) )?(\\w+)");
  for (std::sregex_iterator i(program->source.begin(), program->source.end(), kernel), end; i != end; ++i)
    out << "STANDIN_ENTRY(" << (*i)[1] << ")\n";
  out.close();
  std::ofstream(base + ".cu") << program->source;
  std::string command = "g++ -std=c++17 -O1 -w -fPIC -shared -ffp-contract=off -I" + home + " -o " + base + ".so " + base
      + ".cpp -L" + home + " -l:libcuda.so.1 2> " + base + ".log";
  int status = system(command.c_str());
  program->log = status ? read(base + ".log") : examined(base, home);
  program->code = read(base + ".so");
  for (const char* end : {".cpp", ".cu", ".so", ".log"}) unlink((base + end).c_str());
  rmdir(folder);
  return program->log.empty() ? 0 : COMPILATION;
}

int nvrtcGetProgramLogSize(Program* program, size_t* n) { *n = program->log.size() + 1; return 0; }
int nvrtcGetProgramLog(Program* program, char* out) { program->log.copy(out, program->log.size()); return 0; }
int nvrtcGetCUBINSize(Program* program, size_t* n) { *n = program->code.size(); return 0; }
int nvrtcGetCUBIN(Program* program, char* out) { program->code.copy(out, program->code.size()); return 0; }
}
