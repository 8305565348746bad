package org.mmt4j.cuda;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mmt4j.graph.ir.Instruction;
import org.mmt4j.graph.ir.TileProgram;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one instruction of a tile program computes, as an expression over other terms: on the GPU a
 * thread computes it for its own element, without registers that others share.
 *
 * @param number the number of the term, in the order of the instructions
 * @param column whether it has one value for each row; otherwise one for each element
 * @param level the number of sums or maxima of rows that are nested in it
 */
record Term(int number, Instruction instruction, List<Term> inputs, boolean column, int level) {

  /** A term whose values are stored. */
  record Store(Term value, INDArray array, boolean whole) {}

  /** A term that is summed over all rows. */
  record ColumnSum(Term value, INDArray array) {}

  /** The terms of a program in order, and what becomes of them. */
  record Program(List<Term> terms, List<Store> stores, List<ColumnSum> sums) {}

  boolean isReduction() {
    return instruction instanceof Instruction.ReduceRows;
  }

  /** Returns this term and those it depends on. */
  Set<Term> expression() {
    Set<Term> found = new LinkedHashSet<>();
    inputs.forEach(input -> found.addAll(input.expression()));
    found.add(this);
    return found;
  }

  // terms are unique: of two equal instructions, each has a number of its own

  @Override
  public boolean equals(Object other) {
    return other instanceof Term term && term.number == number;
  }

  @Override
  public int hashCode() {
    return number;
  }

  /** Runs the instructions of a program over registers that hold terms. */
  static Program of(TileProgram program) {
    Registers registers = new Registers(program);
    program.once().forEach(registers::run);
    program.instructions().forEach(registers::run);
    List<ColumnSum> sums = new ArrayList<>();
    program
        .columnSums()
        .forEach(sum -> sums.add(new ColumnSum(registers.summed[sum.total()], sum.target())));
    return new Program(registers.terms, registers.stores, sums);
  }

  private static final class Registers {
    private final Term[] full;
    private final Term[] columns;
    private final Term[] summed; // by the register of the total
    private final List<Term> terms = new ArrayList<>();
    private final List<Store> stores = new ArrayList<>();

    Registers(TileProgram program) {
      this.full = new Term[program.fullRegisters()];
      this.columns = new Term[program.columnRegisters()];
      this.summed = new Term[program.fullRegisters()];
    }

    private Term term(Instruction instruction, boolean column, Term... inputs) {
      int level = 0;
      for (Term input : inputs) {
        level = Math.max(level, input.level());
      }
      boolean reduces = instruction instanceof Instruction.ReduceRows;
      Term term =
          new Term(terms.size(), instruction, List.of(inputs), column, reduces ? level + 1 : level);
      terms.add(term);
      return term;
    }

    void run(Instruction instruction) {
      if (instruction instanceof Instruction.Unary unary) {
        Term[] file = unary.column() ? columns : full;
        file[unary.z()] = term(unary, unary.column(), file[unary.x()]);
      } else if (instruction instanceof Instruction.Binary binary) {
        Term[] file = binary.column() ? columns : full;
        file[binary.z()] = term(binary, binary.column(), file[binary.x()], file[binary.y()]);
      } else if (instruction instanceof Instruction.BinaryByRow binary) {
        full[binary.z()] = term(binary, false, full[binary.x()], columns[binary.y()]);
      } else if (instruction instanceof Instruction.ReduceRows reduction) {
        columns[reduction.z()] = term(reduction, true, full[reduction.x()]);
      } else if (instruction instanceof Instruction.Expand expand) {
        full[expand.z()] = columns[expand.x()];
      } else if (instruction instanceof Instruction.AddRows sum) {
        summed[sum.total()] = full[sum.x()];
      } else if (instruction instanceof Instruction.StoreFull store) {
        stores.add(new Store(full[store.x()], store.array(), true));
      } else if (instruction instanceof Instruction.StoreColumn store) {
        stores.add(new Store(columns[store.x()], store.array(), false));
      } else {
        source(instruction);
      }
    }

    /** Runs an instruction without inputs. */
    private void source(Instruction instruction) {
      if (instruction instanceof Instruction.Fill fill) {
        full[fill.z()] = term(fill, false);
      } else if (instruction instanceof Instruction.Draw draw) {
        full[draw.z()] = term(draw, false);
      } else if (instruction instanceof Instruction.LoadFull load) {
        full[load.z()] = term(load, false);
      } else if (instruction instanceof Instruction.LoadColumn load) {
        columns[load.z()] = term(load, true);
      } else if (instruction instanceof Instruction.LoadRow load) {
        full[load.z()] = term(load, false);
      } else if (instruction instanceof Instruction.LoadRows load) {
        full[load.z()] = term(load, false);
      } else {
        throw new IllegalStateException(
            "instruction of a tile program: found " + instruction + ", expected a known one");
      }
    }
  }
}
