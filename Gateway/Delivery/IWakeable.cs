namespace OrleansSocial.Gateway.Delivery;

/// <summary>Somebody who has got work from the delivery loop and is woken when the loop has finished its own piece: many events, one wake.</summary>
internal interface IWakeable
{
    void Wake();
}
