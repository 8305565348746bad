package org.mmt4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;

/** Activation of a {@link FeedForward} layer. */
public enum Activation {
  /** {@code x/2 (1 + erf(x / sqrt 2))}. */
  GELU {
    @Override
    public SDVariable apply(SDVariable x) {
      return Activations.gelu(x);
    }
  },

  /** {@code x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}, an approximation of {@link #GELU}. */
  GELU_TANH {
    @Override
    public SDVariable apply(SDVariable x) {
      SDVariable inner = x.add(x.mul(x).mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
      return x.mul(x.getSameDiff().math().tanh(inner).add(1)).mul(0.5);
    }
  },

  /** {@code max(x, 0)}. */
  RELU {
    @Override
    public SDVariable apply(SDVariable x) {
      return x.getSameDiff().nn().relu(x, 0);
    }
  };

  /** Applies the activation to each element. */
  public abstract SDVariable apply(SDVariable x);
}
