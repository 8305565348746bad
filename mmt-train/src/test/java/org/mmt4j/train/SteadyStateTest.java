package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.text.Bert;
import org.nd4j.linalg.factory.Nd4j;

final class SteadyStateTest {

  private static final String KERNELS = "mmt.kernels";
  private static final int FIRST = 20;
  private static final int STEPS = 1020;

  /** Native allocations of ND4J and of JavaCPP. */
  private record Allocations(long buffers, long pointers) {

    /**
     * Returns the current counts. ND4J numbers each buffer and context that it allocates; this call
     * uses a number, too.
     */
    static Allocations now() {
      return new Allocations(Nd4j.getDeallocatorService().nextValue(), Pointer.totalCount());
    }
  }

  /** Uses the fused kernels, because the ND4J ops that they replace do allocate. */
  @Test
  void fusedKernelsDoNotAllocateOutsideTheHeap() {
    String before = System.getProperty(KERNELS, "fused");
    System.setProperty(KERNELS, "fused");
    try {
      requireNoAllocations();
    } finally {
      System.setProperty(KERNELS, before);
    }
  }

  private static void requireNoAllocations() {
    List<Allocations> found = new ArrayList<>();
    try (Bert bert = SmallTraining.bert(0.1);
        MmtModel model = SmallTraining.model(bert, 0.1)) {
      List<CaptionedVideo> data = SmallTraining.data();
      SmallRun.of(model, data)
          .with(c -> c.batchSize(data.size()))
          .with(c -> c.steps(STEPS))
          .by(
              t ->
                  t.listener(
                      new TrainingListener() {
                        @Override
                        public void onStep(StepReport report) {
                          found.add(Allocations.now());
                        }
                      }))
          .run()
          .close();
    }
    assertEquals(STEPS, found.size());
    Allocations first = found.get(FIRST - 1);
    Allocations last = found.get(STEPS - 1);
    assertEquals(STEPS - FIRST, last.buffers() - first.buffers());
    assertTrue(last.pointers() <= first.pointers(), first + " to " + last);
  }
}
