package org.mmt4j.extract.pose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureCollector;

/**
 * The pose of a person and its motion, second by second. Of the samples i of a second in which at
 * least 5 joints have a score of at least 0.3, a feature has for each joint k
 *
 * <pre>{@code
 * mean score_ik
 * mean (x_ik - u_i) / r_i      u_i, v_i  centre of the bounding box of the visible joints
 * mean (y_ik - v_i) / r_i      r_i       its longer side
 * mean |x_ik - x_(i-1)k| / r_i
 * mean |y_ik - y_(i-1)k| / r_i
 * }</pre>
 *
 * the motion over samples whose sample before, a quarter of a second, is visible, too; 0 without
 * one. Position and motion of a joint that is not visible are 0. So a feature depends neither on
 * where the person is nor on their size. A second without a visible person has no feature.
 */
final class PoseMotion {

  static final double SECONDS = 0.25;
  static final int JOINTS = 17;
  static final int DIMENSION = 5 * JOINTS;

  private static final float MIN_SCORE = 0.3f;
  private static final int MIN_JOINTS = 5;

  private final FeatureCollector features = new FeatureCollector();
  private final List<float[]> still = new ArrayList<>();
  private final List<float[]> moved = new ArrayList<>();
  private float[] before = {};
  private int second;

  /**
   * Adds a sample.
   *
   * @param joints y, x and score of each joint, [17, 3]; copied
   */
  void add(double time, float[] joints) {
    if (joints.length != 3 * JOINTS) {
      throw new IllegalArgumentException(
          "joints: found " + joints.length + " values, expected " + 3 * JOINTS);
    }
    if ((int) time > second) {
      end();
      second = (int) time;
    }
    Optional<Box> box = Box.of(joints);
    if (box.isEmpty()) {
      before = new float[0];
      return;
    }
    still.add(box.get().position(joints));
    if (before.length > 0) {
      moved.add(box.get().motion(before, joints));
    }
    before = joints.clone();
  }

  /** Returns the features of the video. */
  Optional<ExpertFeatures> features() {
    end();
    return features.features();
  }

  private void end() {
    if (!still.isEmpty()) {
      float[] feature = new float[DIMENSION];
      addMean(still, feature, 0);
      addMean(moved, feature, 3 * JOINTS);
      features.add(second + 0.5, feature);
      still.clear();
      moved.clear();
    }
  }

  private static void addMean(List<float[]> rows, float[] feature, int start) {
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        feature[start + i] += row[i] / rows.size();
      }
    }
  }

  private static boolean isVisible(float[] joints, int k) {
    return joints[3 * k + 2] >= MIN_SCORE;
  }

  /** The bounding box of the visible joints: centre and longer side. */
  private record Box(float x, float y, float side) {

    static Optional<Box> of(float[] joints) {
      float left = 1;
      float top = 1;
      float right = 0;
      float bottom = 0;
      int visible = 0;
      for (int k = 0; k < JOINTS; k++) {
        if (isVisible(joints, k)) {
          visible++;
          top = Math.min(top, joints[3 * k]);
          bottom = Math.max(bottom, joints[3 * k]);
          left = Math.min(left, joints[3 * k + 1]);
          right = Math.max(right, joints[3 * k + 1]);
        }
      }
      float side = Math.max(right - left, bottom - top);
      return visible < MIN_JOINTS || side <= 0
          ? Optional.empty()
          : Optional.of(new Box((left + right) / 2, (top + bottom) / 2, side));
    }

    /** [17, 3] -> [3, 17]: scores, x, y. */
    float[] position(float[] joints) {
      float[] position = new float[3 * JOINTS];
      for (int k = 0; k < JOINTS; k++) {
        position[k] = joints[3 * k + 2];
        if (!isVisible(joints, k)) {
          continue;
        }
        position[JOINTS + k] = (joints[3 * k + 1] - x) / side;
        position[2 * JOINTS + k] = (joints[3 * k] - y) / side;
      }
      return position;
    }

    /** [17, 3] -> [2, 17]: x, y. */
    float[] motion(float[] earlier, float[] joints) {
      float[] motion = new float[2 * JOINTS];
      for (int k = 0; k < JOINTS; k++) {
        if (!isVisible(joints, k) || !isVisible(earlier, k)) {
          continue;
        }
        motion[k] = Math.abs(joints[3 * k + 1] - earlier[3 * k + 1]) / side;
        motion[JOINTS + k] = Math.abs(joints[3 * k] - earlier[3 * k]) / side;
      }
      return motion;
    }
  }
}
