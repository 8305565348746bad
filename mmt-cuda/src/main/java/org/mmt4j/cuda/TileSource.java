package org.mmt4j.cuda;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mmt4j.graph.ir.Instruction;
import org.mmt4j.graph.ir.Node.Kind;
import org.mmt4j.graph.ir.TileProgram;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tile program as CUDA C. It has one of three forms:
 *
 * <ul>
 *   <li>without sums: a thread for each element;
 *   <li>with sums or maxima of rows: a block for each row, or for a chunk of rows if there are sums
 *       of columns, too;
 *   <li>with sums of columns only: a thread for each column of a chunk of rows.
 * </ul>
 *
 * <p>Sums of columns have a second kernel, which adds the sums of the chunks in order: two runs
 * give the same bits. Programs that differ only in their arrays or the number of rows have the same
 * source.
 *
 * @param text the source; {@code NAME} stands for the kernel's name
 * @param inputs the arrays that the kernel reads, in the order of its parameters
 * @param outputs the arrays that it writes, after the inputs
 * @param sums the arrays that receive sums of columns
 * @param chunks the number of chunks of rows, if there are sums
 */
record TileSource(
    String text,
    List<INDArray> inputs,
    List<INDArray> outputs,
    List<INDArray> sums,
    int rows,
    int columns,
    int chunks,
    Grid grid) {

  private static final int WARP = 32;
  private static final int MOST_THREADS = 256;
  private static final int MOST_CHUNKS = 128;
  private static final int ROWS_OF_CHUNK = 4; // at least

  static TileSource of(TileProgram program) {
    return new Writer(program).write();
  }

  private static final class Writer {
    private final Term.Program program;
    private final int rows;
    private final int columns;
    private final int threads;
    private final int chunks;
    private final List<INDArray> outputs = new ArrayList<>();
    private final TermWriter out;

    Writer(TileProgram tiles) {
      this.program = Term.of(tiles);
      this.rows = tiles.matrix().rows();
      this.columns = tiles.matrix().columns();
      this.threads = Math.min(MOST_THREADS, (columns + WARP - 1) / WARP * WARP);
      this.chunks =
          program.sums().isEmpty() ? 1 : Math.max(1, Math.min(MOST_CHUNKS, rows / ROWS_OF_CHUNK));
      this.out = new TermWriter(program.terms());
      program.stores().forEach(store -> outputs.add(store.array()));
    }

    TileSource write() {
      boolean reduces = program.terms().stream().anyMatch(Term::isReduction);
      out.line(0, "#define C " + columns);
      if (program.terms().stream()
          .anyMatch(term -> term.instruction() instanceof Instruction.Draw)) {
        out.append(Kernels.uniform());
      }
      if (reduces) {
        out.append(ALL.replace("WARPS", String.valueOf(threads / WARP)));
      }
      header();
      Grid grid;
      if (reduces) {
        writeRows();
        grid = new Grid(program.sums().isEmpty() ? rows : chunks, 1, threads);
      } else if (!program.sums().isEmpty()) {
        writeColumns();
        grid = new Grid((columns + threads - 1) / threads, chunks, threads);
      } else {
        writeElements();
        grid = Grid.of((long) rows * columns);
      }
      out.line(0, "}");
      if (!program.sums().isEmpty()) {
        writeFinish();
      }
      return new TileSource(
          out.toString(),
          out.inputs(),
          outputs,
          program.sums().stream().map(Term.ColumnSum::array).toList(),
          rows,
          columns,
          chunks,
          grid);
    }

    /** Returns the sum or maximum over all threads of a block, to each of them. */
    private static final String ALL =
        """
        __device__ float all(float x, bool max) {
          __shared__ float part[32];
          for (int m = 16; m > 0; m >>= 1) {
            float y = __shfl_xor_sync(0xffffffffu, x, m);
            x = max ? fmaxf(x, y) : x + y;
          }
          __syncthreads();
          if ((threadIdx.x & 31) == 0) part[threadIdx.x >> 5] = x;
          __syncthreads();
          x = part[0];
          for (int w = 1; w < WARPS; w++) x = max ? fmaxf(x, part[w]) : x + part[w];
          return x;
        }
        """;

    private void header() {
      out.append("extern \"C\" __global__ void NAME(int rows");
      for (int i = 0; i < out.inputs().size(); i++) {
        out.append(", const float* __restrict__ a" + i);
      }
      for (int i = 0; i < outputs.size(); i++) {
        out.append(", float* __restrict__ o" + i);
      }
      if (!program.sums().isEmpty()) {
        out.append(", float* __restrict__ partial");
      }
      out.append(") {\n");
    }

    private void writeElements() {
      out.line(1, "int i = blockIdx.x * blockDim.x + threadIdx.x;");
      out.line(1, "if (i >= rows * C) return;");
      out.line(1, "int r = i / C, c = i - r * C;");
      Set<Term> done = new HashSet<>();
      for (int i = 0; i < program.stores().size(); i++) {
        Term.Store store = program.stores().get(i);
        out.emit(store.value(), done, 1);
        store(store, i, "if (c == 0) ", 1);
      }
    }

    private void store(Term.Store store, int output, String once, int depth) {
      out.line(
          depth,
          store.whole()
              ? "o%d[i] = %s;".formatted(output, TermWriter.name(store.value()))
              : "%so%d[r] = %s;".formatted(once, output, TermWriter.name(store.value())));
    }

    private void writeColumns() {
      out.line(1, "int c = blockIdx.x * blockDim.x + threadIdx.x;");
      out.line(1, "if (c >= C) return;");
      out.line(1, "int chunk = (rows + gridDim.y - 1) / gridDim.y;");
      out.line(1, "int end = min((int) (blockIdx.y + 1) * chunk, rows);");
      for (int s = 0; s < program.sums().size(); s++) {
        out.line(1, "float t%d = 0;".formatted(s));
      }
      out.line(1, "for (int r = blockIdx.y * chunk; r < end; r++) {");
      out.line(2, "int i = r * C + c;");
      Set<Term> done = new HashSet<>();
      for (int i = 0; i < program.stores().size(); i++) {
        Term.Store store = program.stores().get(i);
        out.emit(store.value(), done, 2);
        store(store, i, "if (c == 0) ", 2);
      }
      for (int s = 0; s < program.sums().size(); s++) {
        Term value = program.sums().get(s).value();
        out.emit(value, done, 2);
        out.line(2, "t%d += %s;".formatted(s, TermWriter.name(value)));
      }
      out.line(1, "}");
      for (int s = 0; s < program.sums().size(); s++) {
        out.line(1, "partial[(blockIdx.y * %d + %d) * C + c] = t%d;".formatted(count(), s, s));
      }
    }

    private int count() {
      return program.sums().size();
    }

    private void writeRows() {
      int each = (columns + threads - 1) / threads; // elements of a row that a thread has
      for (int s = 0; s < count(); s++) {
        out.line(1, "float t%d[%d];".formatted(s, each));
        out.line(1, "for (int k = 0; k < %d; k++) t%d[k] = 0;".formatted(each, s));
      }
      if (count() == 0) {
        out.line(1, "{ int r = blockIdx.x;");
      } else {
        out.line(1, "int chunk = (rows + gridDim.x - 1) / gridDim.x;");
        out.line(1, "int end = min((int) (blockIdx.x + 1) * chunk, rows);");
        out.line(1, "for (int r = blockIdx.x * chunk; r < end; r++) {");
      }
      Set<Term> known = reductions();
      writeResults(known, each);
      out.line(1, "}");
      for (int s = 0; s < count(); s++) {
        out.line(1, "for (int k = 0; k < %d; k++) {".formatted(each));
        out.line(2, "int c = threadIdx.x + k * %d;".formatted(threads));
        out.line(
            2,
            "if (c < C) partial[(blockIdx.x * %d + %d) * C + c] = t%d[k];"
                .formatted(count(), s, s));
        out.line(1, "}");
      }
    }

    /** Writes the sums and maxima of a row; returns the terms that each thread then knows. */
    private Set<Term> reductions() {
      Set<Term> known = new HashSet<>();
      int levels = program.terms().stream().mapToInt(Term::level).max().orElse(0);
      for (int level = 1; level <= levels; level++) {
        writeColumnTerms(level - 1, known);
        int current = level;
        List<Term> now =
            program.terms().stream()
                .filter(term -> term.isReduction() && term.level() == current)
                .toList();
        for (Term term : now) {
          out.line(
              2, "float p%d = %s;".formatted(term.number(), isMaximum(term) ? "-3.4e38f" : "0"));
        }
        out.line(2, "for (int c = threadIdx.x; c < C; c += %d) {".formatted(threads));
        out.line(3, "int i = r * C + c;");
        Set<Term> done = new HashSet<>(known);
        for (Term term : now) {
          Term x = term.inputs().get(0);
          out.emit(x, done, 3);
          String part = "p" + term.number();
          out.line(
              3,
              isMaximum(term)
                  ? "%s = fmaxf(%s, %s);".formatted(part, part, TermWriter.name(x))
                  : "%s += %s;".formatted(part, TermWriter.name(x)));
        }
        out.line(2, "}");
        for (Term term : now) {
          out.line(
              2,
              "float %s = all(p%d, %b);"
                  .formatted(TermWriter.name(term), term.number(), isMaximum(term)));
          known.add(term);
        }
      }
      writeColumnTerms(levels, known);
      return known;
    }

    private static boolean isMaximum(Term term) {
      return ((Instruction.ReduceRows) term.instruction()).kind() == Kind.ROW_MAX;
    }

    /** Writes the terms of one value a row that need no further reduction. */
    private void writeColumnTerms(int level, Set<Term> known) {
      for (Term term : program.terms()) {
        if (term.column() && !term.isReduction() && term.level() <= level) {
          out.emit(term, known, 2);
        }
      }
    }

    private void writeResults(Set<Term> known, int each) {
      boolean elements = count() > 0 || program.stores().stream().anyMatch(Term.Store::whole);
      for (int i = 0; i < outputs.size(); i++) {
        if (!program.stores().get(i).whole()) {
          store(program.stores().get(i), i, "if (threadIdx.x == 0) ", 2);
        }
      }
      if (!elements) {
        return;
      }
      out.line(2, "#pragma unroll");
      out.line(2, "for (int k = 0; k < %d; k++) {".formatted(each));
      out.line(3, "int c = threadIdx.x + k * %d;".formatted(threads));
      out.line(3, "if (c < C) {");
      out.line(4, "int i = r * C + c;");
      Set<Term> done = new HashSet<>(known);
      for (int i = 0; i < outputs.size(); i++) {
        Term.Store store = program.stores().get(i);
        if (store.whole()) {
          out.emit(store.value(), done, 4);
          store(store, i, "", 4);
        }
      }
      for (int s = 0; s < count(); s++) {
        Term value = program.sums().get(s).value();
        out.emit(value, done, 4);
        out.line(4, "t%d[k] += %s;".formatted(s, TermWriter.name(value)));
      }
      out.line(3, "}");
      out.line(2, "}");
    }

    private void writeFinish() {
      out.append(
          "extern \"C\" __global__ void NAME_finish(int chunks, const float* __restrict__ partial");
      for (int s = 0; s < count(); s++) {
        out.append(", float* __restrict__ o" + s);
      }
      out.append(") {\n");
      out.line(1, "int c = blockIdx.x * blockDim.x + threadIdx.x;");
      out.line(1, "if (c >= C) return;");
      for (int s = 0; s < count(); s++) {
        out.line(1, "float t%d = 0;".formatted(s));
        out.line(
            1,
            "for (int g = 0; g < chunks; g++) t%d += partial[(g * %d + %d) * C + c];"
                .formatted(s, count(), s));
        out.line(1, "o%d[c] = t%d;".formatted(s, s));
      }
      out.line(0, "}");
    }
  }
}
