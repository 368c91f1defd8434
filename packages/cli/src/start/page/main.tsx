import { render } from 'preact';
import { App } from './app';
import { takePass } from './pass';

takePass();
// The URL of another start, opened in this tab: only its fragment is another.
addEventListener('hashchange', () => takePass() && location.reload());

const place = document.getElementById('app');
if (place !== null) render(<App />, place);
