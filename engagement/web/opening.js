// Shows the page when its first run has ended and no part waits for its program (Streamlit's grey bars are as high as nothing
// that follows), or so long after its heading: what is slower comes by and by. Until then .eg-opening stands there.
{
  const LONGEST = 1000; // milliseconds
  const opening = document.querySelector(".eg-opening");
  let since = Infinity; // when there was something to show
  const look = (now) => {
    const app = document.querySelector('[data-testid="stApp"]');
    const hasEnded = app?.dataset.testScriptState === "notRunning";
    const shows = app?.querySelector('.stHtml h1, .eg-notice, [data-testid="stException"]');
    if (hasEnded || shows) since = Math.min(since, now);
    const isWhole = hasEnded && shows && !app.querySelector('[data-testid="stSkeleton"]');
    if (isWhole || now - since > LONGEST) opening.remove();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
