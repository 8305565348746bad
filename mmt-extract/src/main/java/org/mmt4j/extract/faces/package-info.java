/** Expert {@code face}: faces found by BlazeFace and described by a network of TensorFlow.js. */
@NullMarked
package org.mmt4j.extract.faces;

import org.jspecify.annotations.NullMarked;
