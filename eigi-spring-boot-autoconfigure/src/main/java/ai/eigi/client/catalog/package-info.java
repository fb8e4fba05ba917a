/**
 * What agents can be made of: providers with their models, voices, telephone numbers.
 */
@NullMarked
package ai.eigi.client.catalog;

import org.jspecify.annotations.NullMarked;
