package org.mmt4j.cuda;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.ir.Instruction;
import org.mmt4j.graph.ir.Node.Kind;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes terms as CUDA C. In the text, r and c are row and column of a thread's element, i is its
 * index, C the number of columns, and a0, a1 ... are the arrays that terms read.
 */
final class TermWriter {

  private final List<INDArray> inputs = new ArrayList<>();
  private final IdentityHashMap<INDArray, Integer> places = new IdentityHashMap<>();
  private final StringBuilder out = new StringBuilder();

  TermWriter(List<Term> terms) {
    terms.forEach(this::addInput);
  }

  /** Returns the arrays that terms read, in the order of their names. */
  List<INDArray> inputs() {
    return inputs;
  }

  void append(String text) {
    out.append(text);
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void addInput(Term term) {
    INDArray array = loaded(term.instruction());
    if (array != null && !places.containsKey(array)) {
      places.put(array, inputs.size());
      inputs.add(array);
    }
  }

  private static @Nullable INDArray loaded(Instruction instruction) {
    if (instruction instanceof Instruction.LoadFull load) {
      return load.array();
    } else if (instruction instanceof Instruction.LoadColumn load) {
      return load.array();
    } else if (instruction instanceof Instruction.LoadRow load) {
      return load.array();
    } else if (instruction instanceof Instruction.LoadRows load) {
      return load.array();
    } else if (instruction instanceof Instruction.Draw draw) {
      return draw.numbers().seed();
    }
    return null;
  }

  /** Returns the name of the value of a term. */
  static String name(Term term) {
    return "v" + term.number();
  }

  /** Writes a term and those it depends on, except those already done. */
  void emit(Term term, Set<Term> done, int depth) {
    if (done.add(term)) {
      term.inputs().forEach(input -> emit(input, done, depth));
      line(depth, "float %s = %s;".formatted(name(term), value(term)));
    }
  }

  private String value(Term term) {
    Instruction instruction = term.instruction();
    if (instruction instanceof Instruction.Fill fill) {
      return literal(fill.constant());
    } else if (instruction instanceof Instruction.Draw draw) {
      int operation = draw.numbers().operation();
      return "uniform((const unsigned*) %s, %d, i)".formatted(place(term), operation);
    } else if (instruction instanceof Instruction.LoadFull) {
      return place(term) + "[i]";
    } else if (instruction instanceof Instruction.LoadColumn) {
      return place(term) + "[r]";
    } else if (instruction instanceof Instruction.LoadRow) {
      return place(term) + "[c]";
    } else if (instruction instanceof Instruction.LoadRows load) {
      return "%s[r / %d * C + c]".formatted(place(term), load.block());
    } else if (instruction instanceof Instruction.Unary unary) {
      return unary(unary, name(term.inputs().get(0)));
    } else if (instruction instanceof Instruction.Binary binary) {
      return binary(binary.kind(), term);
    } else if (instruction instanceof Instruction.BinaryByRow binary) {
      return binary(binary.kind(), term);
    }
    throw new IllegalStateException(
        "term of a tile program: found " + instruction + ", expected an elementwise one");
  }

  private String place(Term term) {
    return "a" + places.get(loaded(term.instruction()));
  }

  private static String binary(Kind kind, Term term) {
    String sign =
        switch (kind) {
          case ADD -> "+";
          case SUBTRACT -> "-";
          default -> "*";
        };
    return "%s %s %s".formatted(name(term.inputs().get(0)), sign, name(term.inputs().get(1)));
  }

  private static String unary(Instruction.Unary unary, String x) {
    String constant = literal(unary.constant());
    return switch (unary.kind()) {
      case ADD_CONSTANT -> x + " + " + constant;
      case MULTIPLY_CONSTANT -> x + " * " + constant;
      case BELOW -> "%s < %s ? 1.0f : 0.0f".formatted(x, constant);
      case ERF -> "erff(%s)".formatted(x);
      case EXP -> "expf(%s)".formatted(x);
      case POWER -> power(unary.constant(), x);
      default ->
          throw new IllegalStateException(
              "operation of a tile program: found " + unary + ", expected an elementwise one");
    };
  }

  private static String power(float exponent, String x) {
    if (exponent == 2) {
      return x + " * " + x;
    } else if (exponent == -1) {
      return "1.0f / " + x;
    } else if (exponent == -0.5f) {
      return "1.0f / sqrtf(%s)".formatted(x);
    }
    return "powf(%s, %s)".formatted(x, literal(exponent));
  }

  private static String literal(float value) {
    if (Float.isNaN(value)) {
      return "(0.0f / 0.0f)";
    } else if (Float.isInfinite(value)) {
      return value > 0 ? "(1.0f / 0.0f)" : "(-1.0f / 0.0f)";
    }
    return value < 0 ? "(%sf)".formatted(value) : value + "f";
  }

  /** Writes a line, indented by a depth. */
  void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }
}
