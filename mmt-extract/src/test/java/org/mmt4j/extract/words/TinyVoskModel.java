package org.mmt4j.extract.words;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Vosk model that knows two words: "low" is a tone of about {@value #LOW} Hz, "high" one of about
 * {@value #HIGH} Hz.
 *
 * <p>The mel scale from 20 to 3745 Hz has three bands. The low tone is in the first, the high tone
 * in the last. For three bands, the second cepstral coefficient is 0.7 times the difference of the
 * log energies of the first and the last band: about 16 for a low tone in silence, -16 for a high
 * tone, near 0 for silence and for noise.
 */
final class TinyVoskModel {

  /** Hz. */
  static final int LOW = 300;

  /** Hz. */
  static final int HIGH = 2500;

  /**
   * Maximum error of the time of a word in seconds: Vosk evaluates every 0.03 s a window of 0.025
   * s.
   */
  static final double TOLERANCE = 0.03 + 0.025;

  private static final String FEATURES =
      """
      --sample-frequency=16000
      --use-energy=false
      --dither=0
      --preemphasis-coefficient=0
      --cepstral-lifter=0
      --low-freq=20
      --high-freq=3745
      --num-mel-bins=3
      --num-ceps=2
      """;

  /** Evaluates every third frame of 0.01 s, as Vosk expects; phone 1 is silence. */
  private static final String OPTIONS =
      """
      --beam=13
      --lattice-beam=2
      --acoustic-scale=1
      --frame-subsampling-factor=3
      --endpoint.silence-phones=1
      """;

  /**
   * Silence, low and high are phones 1 to 3, of one state each: transition 2p - 1 stays in phone p,
   * transition 2p leaves it. Scores are 5 for silence, the second coefficient for low, and its
   * negative for high.
   */
  private static final String NETWORK =
      """
      <TransitionModel>
      <Topology>
      <TopologyEntry>
      <ForPhones> 1 2 3 </ForPhones>
      <State> 0 <PdfClass> 0 <Transition> 0 0.5 <Transition> 1 0.5 </State>
      <State> 1 </State>
      </TopologyEntry>
      </Topology>
      <Triples> 3
      1 0 0
      2 0 1
      3 0 2
      </Triples>
      <LogProbs>
       [ 0 -0.693 -0.693 -0.693 -0.693 -0.693 -0.693 ]
      </LogProbs>
      </TransitionModel>
      <Nnet3>

      input-node name=input dim=2
      component-node name=scores component=affine input=input
      output-node name=output input=scores

      <NumComponents> 1
      <ComponentName> affine <FixedAffineComponent> <LinearParams>  [
        0 0
        0 1
        0 -1 ]
      <BiasParams>  [ 5 0 0 ]
      </FixedAffineComponent>
      </Nnet3> <LeftContext> 0 <RightContext> 0 <Priors>  [ ]
      """;

  private static final String WORDS =
      """
      <eps> 0
      low 1
      high 2
      """;

  private static final String WORD_BOUNDARIES =
      """
      1 nonword
      2 singleton
      3 singleton
      """;

  /** Cost of a word, so that a tone is not recognized as many words. */
  private static final float COST = 4;

  /** State 0 is between phones, state p is in phone p. */
  private static final List<List<Arc>> GRAPH =
      List.of(
          List.of(new Arc(2, 0, 0, 1), new Arc(4, 1, COST, 2), new Arc(6, 2, COST, 3)),
          List.of(new Arc(1, 0, 0, 1), new Arc(0, 0, 0, 0)),
          List.of(new Arc(3, 0, 0, 2), new Arc(0, 0, 0, 0)),
          List.of(new Arc(5, 0, 0, 3), new Arc(0, 0, 0, 0)));

  private TinyVoskModel() {}

  /** Writes the model into a folder, which is created if necessary. */
  static void write(Path folder) throws IOException {
    write(folder.resolve("conf/mfcc.conf"), FEATURES);
    write(folder.resolve("conf/model.conf"), OPTIONS);
    write(folder.resolve("am/final.mdl"), NETWORK);
    write(folder.resolve("graph/words.txt"), WORDS);
    write(folder.resolve("graph/phones/word_boundary.int"), WORD_BOUNDARIES);
    Files.write(folder.resolve("graph/HCLG.fst"), graph());
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Returns the graph in the format of OpenFST. */
  private static byte[] graph() {
    ByteBuffer file = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(2125659606);
    putString(file, "vector");
    putString(file, "standard");
    file.putInt(2).putInt(0); // version, no flags
    file.putLong(3); // states can be counted and changed
    file.putLong(0).putLong(GRAPH.size()); // first state
    file.putLong(GRAPH.stream().mapToInt(List::size).sum());
    for (int state = 0; state < GRAPH.size(); state++) {
      file.putFloat(state == 0 ? 0 : Float.POSITIVE_INFINITY); // cost of a final state
      file.putLong(GRAPH.get(state).size());
      for (Arc arc : GRAPH.get(state)) {
        file.putInt(arc.transition).putInt(arc.word).putFloat(arc.cost).putInt(arc.state);
      }
    }
    byte[] bytes = new byte[file.position()];
    file.flip().get(bytes);
    return bytes;
  }

  private static void putString(ByteBuffer file, String text) {
    file.putInt(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** An arc of the graph; transition or word 0 means none. */
  private record Arc(int transition, int word, float cost, int state) {}
}
