/** Converts TensorFlow.js graph models, as npm packages have them, to ONNX. */
@NullMarked
package org.mmt4j.extract.tfjs;

import org.jspecify.annotations.NullMarked;
