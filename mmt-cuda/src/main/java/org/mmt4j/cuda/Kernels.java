package org.mmt4j.cuda;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.memory.OwnedMemory;

/**
 * The kernels of a GPU: those by hand, and those of tile programs, each compiled on first use. The
 * machine code of a tile program is loaded as long as a graph uses it.
 */
final class Kernels {

  private static final String UNIFORM = resource("uniform.cu");
  private static final String BY_HAND = UNIFORM + resource("kernels.cu");
  private static final String FINISH = "_finish";

  private static final class Loaded {
    private final CUmod_st code;
    private int users;

    Loaded(CUmod_st code) {
      this.code = code;
    }
  }

  private final Driver driver;
  private final Compiler compiler;
  private final Map<String, Loaded> modules = new HashMap<>(); // of tile programs, by name
  private @Nullable CUmod_st byHand;

  /** The kernels of a tile program; the second one only if it has sums of columns. */
  record Tile(CUfunc_st main, CUfunc_st finish) {}

  Kernels(Driver driver, Compiler compiler) {
    this.driver = driver;
    this.compiler = compiler;
  }

  private static String resource(String name) {
    try {
      return Resources.toString(Resources.getResource(Kernels.class, name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the function that draws a random number, for kernels that need it. */
  static String uniform() {
    return UNIFORM;
  }

  /** Returns a kernel of {@code kernels.cu}. */
  synchronized CUfunc_st byHand(String name) {
    if (byHand == null) {
      byHand = driver.load(compiler.compile(BY_HAND));
    }
    return driver.function(byHand, name);
  }

  /**
   * Returns the kernels of a tile program.
   *
   * @param user until it is closed, the machine code stays loaded
   */
  synchronized Tile tile(TileSource source, OwnedMemory user) {
    String name = "tile_" + Hashing.sha256().hashString(source.text(), StandardCharsets.UTF_8);
    Loaded program = modules.computeIfAbsent(name, missing -> load(source, missing));
    program.users++;
    user.keep(() -> release(name, program));
    CUfunc_st main = driver.function(program.code, name);
    return new Tile(
        main, source.sums().isEmpty() ? main : driver.function(program.code, name + FINISH));
  }

  private Loaded load(TileSource source, String name) {
    return new Loaded(driver.load(compiler.compile(source.text().replace("NAME", name))));
  }

  private synchronized void release(String name, Loaded program) {
    program.users--;
    if (program.users == 0) {
      modules.remove(name);
      driver.unload(program.code);
    }
  }

  /** Returns the names of the tile programs in use. */
  synchronized Set<String> names() {
    return Set.copyOf(modules.keySet());
  }
}
