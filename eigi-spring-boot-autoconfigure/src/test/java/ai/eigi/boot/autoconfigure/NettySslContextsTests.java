package ai.eigi.boot.autoconfigure;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.netty.handler.ssl.SslContext;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Bundles whose changes meet.
 */
class NettySslContextsTests {

	private final SslBundles bundles = mock();

	@Test
	void changeThatIsToldLateDoesNotBringAnOlderBundleBack() {
		SslBundle first = SslBundle.systemDefault();
		given(this.bundles.getBundleNames()).willReturn(List.of("private"));
		given(this.bundles.getBundle("private")).willReturn(first);
		Supplier<SslContext> context = new NettySslContexts(this.bundles).forClient(first);
		ArgumentCaptor<Consumer<SslBundle>> changes = ArgumentCaptor.captor();
		then(this.bundles).should().addBundleUpdateHandler(eq("private"), changes.capture());
		SslBundle older = mock();
		SslBundle newer = SslBundle.systemDefault();
		given(this.bundles.getBundle("private")).willReturn(newer);
		SslContext before = context.get();
		changes.getValue().accept(older);
		then(older).shouldHaveNoInteractions();
		assertThat(context.get()).isNotSameAs(before);
	}

}
