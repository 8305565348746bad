/** Search without a trained model, by experts that speak the language of captions. */
@NullMarked
package org.mmt4j.extract.zeroshot;

import org.jspecify.annotations.NullMarked;
