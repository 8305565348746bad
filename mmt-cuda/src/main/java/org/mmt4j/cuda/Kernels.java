package org.mmt4j.cuda;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;

/** The kernels of a GPU: those by hand, and those of tile programs, each compiled on first use. */
final class Kernels {

  private static final String UNIFORM = resource("uniform.cu");
  private static final String BY_HAND = UNIFORM + resource("kernels.cu");
  private static final String FINISH = "_finish";

  private final Driver driver;
  private final Compiler compiler;
  private final Map<String, CUmod_st> modules = new HashMap<>(); // by source

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
  CUfunc_st byHand(String name) {
    return driver.function(module(BY_HAND), name);
  }

  Tile tile(TileSource source) {
    String name =
        "tile_"
            + Hashing.sha256()
                .hashString(source.text(), StandardCharsets.UTF_8)
                .toString()
                .substring(0, 16);
    CUmod_st module = module(source.text().replace("NAME", name));
    CUfunc_st main = driver.function(module, name);
    return new Tile(main, source.sums().isEmpty() ? main : driver.function(module, name + FINISH));
  }

  private synchronized CUmod_st module(String source) {
    return modules.computeIfAbsent(source, text -> driver.load(compiler.compile(text)));
  }

  /** Returns the number of distinct sources in use. */
  synchronized int size() {
    return modules.size();
  }
}
