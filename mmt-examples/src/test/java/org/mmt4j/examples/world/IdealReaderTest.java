package org.mmt4j.examples.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class IdealReaderTest {

  private static final List<Script> TEST =
      SharedWorld.WORLD.test().stream().map(Clip::script).toList();

  @Test
  void allExpertsFindEveryClip() {
    assertEquals(1.0, IdealReader.recallAt1(TEST, IdealReader.EVERYTHING));
  }

  @Test
  void singleExpertsFindAtMostAQuarterOfTheClips() {
    Map<String, Function<Script, Object>> experts =
        Map.of(
            World.APPEARANCE, IdealReader.APPEARANCE,
            World.MOTION, IdealReader.MOTION,
            World.AUDIO, IdealReader.AUDIO,
            World.OCR, IdealReader.OCR,
            World.SPEECH, IdealReader.SPEECH);
    experts.forEach(
        (name, information) -> assertTrue(IdealReader.recallAt1(TEST, information) <= 0.25, name));
  }

  @Test
  void withoutTimesOrderPairsAreIndistinguishable() {
    // 80 of 200 clips are in indistinguishable pairs: half of them are not found.
    assertEquals(0.8, IdealReader.recallAt1(TEST, IdealReader.WITHOUT_TIMES), 0.01);
    for (OrderPair pair : SharedWorld.WORLD.orderPairs()) {
      assertEquals(
          IdealReader.WITHOUT_TIMES.apply(TEST.get(pair.first())),
          IdealReader.WITHOUT_TIMES.apply(TEST.get(pair.second())));
    }
  }
}
